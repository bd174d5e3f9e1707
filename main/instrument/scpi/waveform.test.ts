// Records and measurements over SCPI: samples are those of the recording, at their places.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { RecordedSegment, Sidecar } from '#main/capture/index.ts'
import { decodeValue, parseScanType } from '#shared/iio/index.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { wavOf } from '../testing/wav.ts'
import type { ScpiClient } from './testing/scpi-client.ts'
import { Served } from './testing/served.ts'

let served: Served
let folder = ''
const channels = 2

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-scpi-'))
  const frames = 50_021
  // Two triangles that differ, with the number of the sample in their low bits.
  const samples = Int16Array.from({ length: frames * channels }, (_, k) => {
    const [frame, channel] = [k >> 1, k & 1]
    return ((frame % 1000) - 500) * (channel === 0 ? 40 : -20) + ((frame * 2654435761) >>> 28)
  })
  writeFileSync(path.join(folder, 'in.wav'), wavOf(samples, channels, 1_000_000))
  const source = `file:${path.join(folder, 'in.wav')}`
  served = await Served.begin({
    run: true,
    set: [
      { path: 'voltage0/source', value: source },
      { path: 'voltage1/source', value: source },
      { path: 'voltage1/en', value: '1' },
    ],
  })
})

afterEach(async () => {
  served.closeClients()
  await eventually(() => expect(served.server.clients).toBe(0))
})

afterAll(async () => {
  await served.end()
  rmSync(folder, { recursive: true })
})

const codesIn = (bytes: Buffer): number[] =>
  Array.from({ length: bytes.length / 2 }, (_, k) => bytes.readInt16LE(2 * k))

async function numbers(client: ScpiClient, message: string): Promise<number[]> {
  return (await client.ask(message)).split(/[,;]/).map(Number)
}

it('reads a record whose samples are those of the recording', async () => {
  const client = await served.client()
  const file = path.join(folder, 'x.raw')
  const { recordings } = served.instrument.parts
  const before = served.instrument.parts.hub.nextSample
  await recordings.start({ file, scans: null })
  client.send(':TIM:SCAL 100 US;:TRIG:LEV 0;SLOP RIS;:BUFF:BLOC 8192;:SING')
  expect(await client.ask('*OPC?;:ACQ:STAT?')).toBe('1;STOP')
  await recordings.stop()
  expect(await client.errors()).toEqual([])
  const [first, points] = (await numbers(client, ':WAV:SAMP?;POIN?')) as [number, number]
  expect(points).toBe(1000)
  expect(first).toBeGreaterThan(before - points)
  const described = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as { segments: { firstSample: number }[] }
  const recorded = codesIn(readFileSync(file))
  const from = (first - described.segments[0]!.firstSample) * channels
  for (const [channel, word] of ['CHAN1', 'CHAN2'].entries()) {
    const codes = codesIn(await client.askBlock(`:WAV:SOUR ${word};DATA?`))
    expect(codes).toEqual(Array.from({ length: points }, (_, k) => recorded[from + k * channels + channel]))
    // Time zero of the first channel is where it rises through the level.
    const [form, , count, , xStep, xBegin, , yStep, , yZero] = (await numbers(client, ':WAV:PRE?')) as number[]
    expect([form, count, xStep]).toEqual([1, points, 1e-6])
    expect(xBegin).toBeCloseTo(-500e-6, 5)
    const zero = Math.round(-xBegin! / xStep!)
    const volts = codes.map((code) => (code - yZero!) * yStep!)
    if (channel === 0) expect([volts[zero - 3]! < 0, volts[zero + 3]! > 0]).toEqual([true, true])
    client.send(':WAV:FORM REAL;BYT MSBF')
    const reals = await client.askBlock(':WAV:DATA?')
    expect(volts.map((_, k) => reals.readDoubleBE(8 * k))).toEqual(volts)
    client.send(':WAV:FORM ASC')
    expect(await numbers(client, ':WAV:DATA?')).toEqual(volts)
    expect((await numbers(client, ':WAV:PRE?')).slice(7)).toEqual([1, 0, 0])
    client.send(':WAV:FORM LONG')
    const longs = await client.askBlock(':WAV:DATA?')
    expect(codes.map((_, k) => longs.readInt32BE(4 * k))).toEqual(codes)
    client.send(':WAV:FORM WORD;BYT LSBF')
  }
  expect(await client.errors()).toEqual([])
})

it('ends with the record of its trigger each time, at whatever moment it is asked for', async () => {
  const client = await served.client()
  client.send('*RST;:TIM:SCAL 20 US;:TRIG:LEV 0;SLOP RIS;:WAV:SOUR CHAN1')
  for (let round = 0; round < 40; round++) {
    client.send(':RUN')
    await client.askBlock(':WAV:DATA?')
    client.send(':SING')
    expect(await client.ask('*OPC?')).toBe('1')
    const codes = codesIn(await client.askBlock(':WAV:DATA?'))
    const [begin] = (await numbers(client, ':WAV:XOR?')) as [number]
    const zero = Math.round(-begin * 1e6)
    expect([codes.length, codes[zero - 3]! < 0, codes[zero + 3]! > 0]).toEqual([200, true, true])
  }
  expect(await client.errors()).toEqual([])
})

it('is of the present signal, also right behind a change', async () => {
  const client = await served.client()
  client.send('*RST;:TIM:SCAL 100 US;:RUN')
  for (const amplitude of [0.1, 0.5, 0.2, 0.4]) {
    client.send(`:CHAN1:SOUR SQUARE;SOUR:AMPL ${amplitude};FREQ 10000;NOIS 0`)
    const [most, step] = [Math.max(...codesIn(await client.askBlock(':WAV:DATA?'))), await client.ask(':WAV:YINC?')]
    expect(most * Number(step)).toBeCloseTo(amplitude, 2)
    client.send(`:CHAN1:SOUR:AMPL ${amplitude / 2};:SING`)
    expect(await client.ask('*OPC?')).toBe('1')
    expect(Math.max(...codesIn(await client.askBlock(':WAV:DATA?'))) * Number(step)).toBeCloseTo(amplitude / 2, 2)
    client.send(':RUN')
  }
  client.send('*RST')
  expect(await client.errors()).toEqual([])
})

it('takes a new record of a running capture when a channel is read again', async () => {
  const client = await served.client()
  client.send(':RUN')
  const places: number[] = []
  for (let round = 0; round < 3; round++) {
    await client.askBlock(':WAV:SOUR CHAN1;DATA?')
    const [one] = await numbers(client, ':WAV:SAMP?')
    await client.askBlock(':WAV:SOUR CHAN2;DATA?')
    // Both channels are of the same record.
    expect(await numbers(client, ':WAV:SAMP?')).toEqual([one])
    places.push(one!)
  }
  expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
  expect(await client.errors()).toEqual([])
})

it('measures', async () => {
  const client = await served.client()
  client.send(':RUN;:MEAS:LIST "frequency voltage0, phase voltage0 voltage1"')
  const read = async (message: string): Promise<number> => {
    for (;;) {
      const value = Number(await client.ask(message))
      if (value < 9e37) return value
    }
  }
  expect(await read(':MEAS:FREQ? CHAN1')).toBeCloseTo(1000, -1)
  expect(await read(':MEAS:VPP? CHAN2')).toBeCloseTo(0.61, 1)
  expect(Math.abs(await read(':MEAS:PHAS? CHAN1,CHAN2'))).toBeGreaterThan(90)
  const results = (await client.ask(':MEAS:RES?')).split(',')
  expect(results).toHaveLength(16)
  expect([results[0], results[8]]).toEqual(['"frequency voltage0"', '"phase voltage0 voltage1"'])
  expect(await client.errors()).toEqual([])
  client.send(':MEAS:CLE;LIST ""')
  expect(await client.errors()).toEqual([])
})

it('says why there is no record', async () => {
  const client = await served.client()
  client.send(':TIM:SCAL 1;:WAV:DATA?')
  client.send(':TIM:SCAL 100 US;:CHAN2:ENAB OFF;:WAV:SOUR CHAN2;DATA?')
  client.send(':TRIG:MODE NORM;LEV 0.9;:RUN;:WAV:SOUR CHAN1')
  client.send(':WAV:DATA?')
  expect(await client.errors()).toEqual([
    expect.stringMatching(/^-221,"Settings conflict;the screen shows 10000000 samples/),
    '-221,"Settings conflict;voltage1 is off"',
    expect.stringMatching(/^-230,"Data corrupt or stale;there is no record/),
  ])
})

it('ends a wait with its connection, or with a stop', async () => {
  const [waiting, client] = [await served.client(), await served.client()]
  waiting.send(':TRIG:LEV 0.9;:SING;*OPC?')
  const done = waiting.wire.line()
  for (;;) if ((await client.ask(':ACQ:STAT?')) === 'SING') break
  client.send(':STOP')
  expect(await done).toBe('1')
  waiting.send(':SING;*OPC?')
  for (;;) if ((await client.ask(':ACQ:STAT?')) === 'SING') break
  waiting.close()
  await eventually(() => expect(served.server.clients).toBe(1))
  client.send(':STOP;:TRIG:LEV 0.9;:TIM:SCAL 100 US')
  const forced = await served.client()
  forced.send(':DIG;:ACQ:STAT?')
  const digitized = forced.wire.line()
  for (;;) if ((await client.ask(':ACQ:STAT?')) === 'SING') break
  client.send(':TRIG:FORC')
  expect(await digitized).toBe('STOP')
  // It may be forced before there is so much as half a screen in front of it.
  const [points, begin] = (await numbers(forced, ':WAV:POIN?;XOR?')) as [number, number]
  expect(points).toBe(Math.round(500 - begin * 1e6))
  client.send('*RST')
  expect(await client.ask(':ACQ:STAT?')).toBe('STOP')
})

it.each(['at91-adc', 'dummy'])('reads the codes of %s, whatever their scan type', async (device) => {
  const client = await served.client()
  const file = path.join(folder, `${device}.raw`)
  const { handlers, parts } = served.instrument
  client.send(`*RST;*CLS`)
  client.send(`:CAPT:DEV "${device}"`)
  client.send(':TIM:SCAL 5 MS;:WAV:FORM LONG')
  expect(await client.errors()).toEqual([])
  await parts.recordings.start({ file, scans: null })
  client.send(':RUN')
  const longs = await client.askBlock(':WAV:DATA?')
  const [first, points] = (await numbers(client, ':WAV:SAMP?;POIN?')) as [number, number]
  await parts.recordings.stop()
  await handlers.stop()
  expect(await client.errors()).toEqual([])
  const {
    bytesPerScan,
    channels: described,
    segments,
  } = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Sidecar & {
    readonly segments: readonly RecordedSegment[]
  }
  const [channel] = described
  const bytes = readFileSync(file)
  const type = parseScanType(channel!.scanType)
  const from = first - segments.at(-1)!.firstSample + segments.at(-1)!.atScan
  const recorded = Array.from({ length: points }, (_, k) =>
    decodeValue(bytes, (from + k) * bytesPerScan + channel!.offsetBytes, type),
  )
  expect(points).toBeGreaterThan(10)
  expect(Array.from({ length: points }, (_, k) => longs.readInt32LE(4 * k))).toEqual(recorded)
})
