// References as a viewer asks for them: of the capture, and of files; every value is one of the signal.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connectInstrument, type InstrumentClient, serveInstrument } from '#shared/contract/rpc.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import { createInstrument } from '../create.ts'
import type { Instrument } from '../instrument.ts'
import { wavOf } from '../testing/wav.ts'

let root: string
let instrument: Instrument
let client: InstrumentClient

const frames = 30_011
/** Codes that tell their place. */
const codes = Int16Array.from({ length: frames }, (_, k) => ((k * 2654435761) >>> 9) & 0xffff)
/** Values as codes again; null: there is no sample. */
const asCodes = (values: readonly (number | null)[]): number[] =>
  values.map((value) => Math.round((value ?? Number.NaN) * 32768))

beforeEach(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-references-'))
  writeFileSync(path.join(root, 'in.wav'), wavOf(codes, 1, 48_000))
  writeFileSync(path.join(root, 'two.csv'), 'Time (s),A (V),B (mV)\n0,1.5,100\n0.001,-2.5,300\n0.002,0.5,-200\n')
  writeFileSync(path.join(root, 'bad.wav'), 'RIFF\0\0\0\0WAVE')
  instrument = await createInstrument({
    front: 'headless',
    recordingsFolder: path.join(root, 'recordings'),
    offeredFolders: [root],
    historyBytes: 16 << 20,
    run: false,
    set: [
      { path: 'sampling_frequency', value: '1000000' },
      { path: 'blockBytes', value: '16384' },
      { path: 'voltage0/source', value: `file:${path.join(root, 'in.wav')}` },
    ],
  })
  const [near, far] = linkedPorts()
  serveInstrument(far, instrument)
  client = await connectInstrument(near, { client: 'test' })
})
afterEach(async () => {
  await instrument.close()
  rmSync(root, { recursive: true })
})

const kept = () => instrument.parts.analysis!.kept

/** Captures until so many samples are in memory. */
async function capture(samples: number): Promise<number> {
  await client.calls.run()
  await expect
    .poll(() => kept().end > kept().begin && kept().at(kept().end - 1).firstSample, { timeout: 30_000 })
    .toBeGreaterThan(samples)
  await client.calls.stop()
  return client.state.channels[0]!.index
}

it('keeps the samples of a channel as they were, each at its time, and has them when the capture is another one', async () => {
  await capture(40_000)
  const { epoch } = kept().at(kept().begin)
  const first = kept().at(kept().begin).firstSample + 123
  const wish = { channel: 'voltage0', epoch, first, end: first + 20_000, zero: first + 5000.5 }
  const made = await client.calls.keepReference(wish)
  expect(made).toMatchObject({
    ...{ id: 'R1', channel: 'voltage0', unit: 'V', samples: 20_000, wanted: 20_000, samplesPerPoint: 1 },
    ...{ samplingFrequencyHz: 1e6, shown: true, shiftSeconds: 0, notes: [] },
  })
  expect(made.beginSeconds).toBeCloseTo(-0.0050005, 12)
  expect(client.state.references).toEqual([made])
  // Whatever is captured then, the reference stays.
  await client.calls.run()
  await client.calls.stop()
  const {
    first: from,
    samplesPerColumn,
    values,
  } = await client.calls.referenceColumns({ id: 'R1', first: 100, end: 4000, columns: 1000 })
  expect({ from, samplesPerColumn }).toEqual({ from: 99, samplesPerColumn: 1 })
  expect(asCodes(values)).toEqual(Array.from({ length: 3902 }, (_, k) => codes[(first + 99 + k) % frames]))
  // Few columns have the lowest and the highest of many.
  const coarse = await client.calls.referenceColumns({ id: 'R1', first: 0, end: 20_000, columns: 100 })
  expect(coarse.samplesPerColumn).toBe(200)
  const column = Array.from({ length: 200 }, (_, k) => codes[(first + 200 + k) % frames]!)
  expect(asCodes(coarse.values.slice(2, 4))).toEqual([Math.min(...column), Math.max(...column)])
})

it('says what of it has left the memory, and refuses what is there no more', async () => {
  await capture(40_000)
  const oldest = kept().at(kept().begin)
  const { epoch } = oldest
  const end = oldest.firstSample + 1000
  const wish = { channel: 'voltage0', epoch, first: oldest.firstSample, end, zero: oldest.firstSample }
  await expect(client.calls.keepReference({ ...wish, epoch: epoch + 1 })).rejects.toMatchObject({ errno: 'ENODATA' })
  await expect(client.calls.keepReference({ ...wish, channel: 'voltage7' })).rejects.toMatchObject({ errno: 'EINVAL' })
  await expect(client.calls.keepReference({ ...wish, channel: 'voltage1' })).rejects.toMatchObject({ errno: 'EINVAL' })
  await expect(client.calls.keepReference({ ...wish, end: wish.first })).rejects.toMatchObject({ errno: 'EINVAL' })
  expect(client.state.references).toEqual([])
  const newest = kept().at(kept().end - 1)
  const beyond = newest.firstSample + newest.scans
  const made = await client.calls.keepReference({ ...wish, first: beyond - 10, end: beyond + 30 })
  expect(made).toMatchObject({ samples: 10, wanted: 40 })
})

it('reads files: all their samples, at their own rate and scale, and takes nothing of the heap for long', async () => {
  const before = instrument.parts.stack.heap.liveAllocations
  const sound = await client.calls.importReference({ channel: 'voltage1', file: 'in.wav' })
  expect(sound).toMatchObject({
    ...{
      id: 'R1',
      name: 'in.wav',
      channel: 'voltage1',
      unit: 'V',
      samples: frames,
      wanted: frames,
      samplesPerPoint: 1,
    },
    ...{ samplingFrequencyHz: 48_000, isRateAssumed: false, beginSeconds: 0 },
  })
  const { values } = await client.calls.referenceColumns({ id: 'R1', first: 0, end: 1000, columns: 1000 })
  expect(asCodes(values)).toEqual([...codes.subarray(0, 1001)])
  // A value beyond the converter's range is what it is in the file.
  const a = await client.calls.importReference({ channel: 'voltage0', file: 'two.csv' })
  expect(a.low).toBeCloseTo(-2.5, 3)
  expect(a.high).toBeCloseTo(1.5, 3)
  const b = await client.calls.importReference({ channel: 'voltage0', file: 'two.csv?column=3' })
  expect(b.low).toBeCloseTo(-0.2, 3)
  expect(b.samples).toBe(3)
  expect(instrument.parts.stack.heap.liveAllocations).toBe(before)
  // The fourth is the last.
  await client.calls.importReference({ channel: 'voltage0', file: 'in.wav' })
  await expect(client.calls.importReference({ channel: 'voltage0', file: 'in.wav' })).rejects.toMatchObject({
    errno: 'ENOSPC',
  })
  await client.calls.removeReference({ id: 'R2' })
  const next = await client.calls.importReference({ channel: 'voltage0', file: 'in.wav' })
  expect(next).toMatchObject({ id: 'R2', number: 5 })
})

it('refuses files that are not offered or are no signals, and changes nothing', async () => {
  const wish = { channel: 'voltage0' }
  await expect(client.calls.importReference({ ...wish, file: '/etc/passwd' })).rejects.toMatchObject({
    errno: 'EACCES',
  })
  await expect(client.calls.importReference({ ...wish, file: 'nothing.wav' })).rejects.toMatchObject({
    errno: 'EACCES',
  })
  await expect(client.calls.importReference({ ...wish, file: 'bad.wav' })).rejects.toMatchObject({ errno: 'EINVAL' })
  await expect(client.calls.importReference({ ...wish, file: 'in.wav?column=x' })).rejects.toMatchObject({
    errno: 'EINVAL',
  })
  await expect(client.calls.referenceColumns({ id: 'R1', first: 0, end: 1, columns: 1 })).rejects.toMatchObject({
    errno: 'ENOENT',
  })
  await expect(client.calls.setReference({ id: 'R1', shown: false })).rejects.toMatchObject({ errno: 'ENOENT' })
  expect(client.state.references).toEqual([])
})

it('is hidden, moved and removed for everybody', async () => {
  const [near, far] = linkedPorts()
  serveInstrument(far, instrument)
  const other = await connectInstrument(near, { client: 'other' })
  await client.calls.importReference({ channel: 'voltage0', file: 'in.wav' })
  await client.calls.setReference({ id: 'R1', shown: false })
  await client.calls.setReference({ id: 'R1', shiftSeconds: -0.25 })
  await expect.poll(() => other.state.references).toMatchObject([{ id: 'R1', shown: false, shiftSeconds: -0.25 }])
  await other.calls.removeReference({ id: 'R1' })
  await expect.poll(() => client.state.references).toEqual([])
})
