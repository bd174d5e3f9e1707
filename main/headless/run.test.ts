// The command line from outside: exit codes, the last line, what is in the files. Real threads, real time.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wavOf } from '#main/instrument/testing/wav.ts'
import type { Report } from './report.ts'
import { headless, report } from './testing/headless.ts'

describe('a headless run', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('captures one channel at 1 GS/s when nothing else is said', async () => {
    const seen = await report('--for', '100ms')
    expect(seen).toMatchObject({ samplingFrequencyHz: 1e9, channels: ['voltage0'], blockBytes: 1 << 20 })
    // The last block is as long as it got.
    expect(seen.samples).toBeLessThanOrEqual((seen.blocks * seen.blockBytes) / 2)
    expect(seen.samples).toBeGreaterThan(((seen.blocks - 2) * seen.blockBytes) / 2)
  })

  it('captures both channels at 100 MS/s without a gap and reports it', async () => {
    const seen = await report('--for', '1s', '--set', 'sampling_frequency=100000000', '--set', 'voltage1/en=1')
    expect(seen).toMatchObject({
      device: 'iio:device0',
      deviceName: 'gigascope',
      samplingFrequencyHz: 100_000_000,
      channels: ['voltage0', 'voltage1'],
      blockBytes: 1 << 20,
      gapFree: true,
      lostSamples: 0,
      seams: [],
      recording: null,
    })
    // The block that was being filled at the end is short.
    expect(seen.samples).toBeLessThanOrEqual((seen.blocks * seen.blockBytes) / 4)
    expect(seen.samples).toBeGreaterThan(((seen.blocks - 1) * seen.blockBytes) / 4)
    expect(seen.triggers).toBeGreaterThan(0)
    expect(seen.triggerFigures.count).toBeGreaterThan(0)
    expect(seen.latencyMs.p50).toBeGreaterThan(0)
    expect(seen.mainThreadBusy).toBeGreaterThan(0)
    expect(seen.peakRssMiB).toBeGreaterThan(10)
  })

  it('gives a WAV back bit for bit, however the blocks lie', async () => {
    const frames = 10_007
    const samples = Int16Array.from({ length: frames * 2 }, (_, k) => ((k * 2654435761) >>> 8) & 0xffff)
    const wav = path.join(folder, 'in.wav')
    const raw = path.join(folder, 'out.raw')
    writeFileSync(wav, wavOf(samples, 2, 48_000))
    const scans = 3 * frames + 11
    const seen = await report(
      ...['--set', `voltage0/source=file:${wav}`, '--set', `voltage1/source=file:${wav}`],
      ...['--set', 'voltage1/en=1', '--set', 'sampling_frequency=1000000', '--set', 'blockBytes=4096'],
      ...['--at', '10ms:blockBytes=1KiB'],
      ...['--record', raw, '--samples', String(scans), '--for', '20s'],
    )
    expect(seen.recording).toMatchObject({ state: 'finished', scans, lostSamples: 0 })
    const recorded = new Int16Array(new Uint8Array(readFileSync(raw)).buffer)
    expect(recorded).toHaveLength(scans * 2)
    // Channel k of the device plays channel k of the file, in a loop.
    const expected = Int16Array.from({ length: scans * 2 }, (_, k) => samples[k % samples.length]!)
    expect(Buffer.compare(Buffer.from(recorded.buffer), Buffer.from(expected.buffer))).toBe(0)
    expect(JSON.parse(readFileSync(`${raw}.json`, 'utf8'))).toMatchObject({ complete: true, gapFree: true, scans })
  })

  it.each(['64KiB', '4MiB', '16MiB'])('records exactly the time that was asked for, in blocks of %s', async (size) => {
    const file = path.join(folder, 'x.raw')
    const seen = await report(
      ...['--set', 'sampling_frequency=1000000', '--set', `blockBytes=${size}`, '--for', '500ms', '--record', file],
    )
    expect(seen.recording).toMatchObject({ state: 'finished', scans: 500_000, wanted: 500_000, lostSamples: 0 })
    expect(statSync(file).size).toBe(1_000_000)
    expect(JSON.parse(readFileSync(`${file}.json`, 'utf8'))).toMatchObject({ complete: true, scans: 500_000 })
  })

  it('ends when the scans that were asked for are there, not when the block is full', async () => {
    const file = path.join(folder, 'x.raw')
    // A block of 16 MiB takes more than two hours.
    const seen = await report(
      ...['--set', 'sampling_frequency=1000', '--set', 'blockBytes=16MiB', '--record', file, '--samples', '100'],
    )
    expect(seen.recording).toMatchObject({ state: 'finished', scans: 100 })
    expect(statSync(file).size).toBe(200)
    expect(seen.samples).toBeGreaterThanOrEqual(100)
  })

  it('gives the same samples for the same seed, and others for another', async () => {
    const record = async (name: string, seed: string): Promise<Buffer> => {
      const file = path.join(folder, name)
      await report('--seed', seed, '--set', 'sampling_frequency=1000000', '--record', file, '--samples', '5000')
      return readFileSync(file)
    }
    const first = await record('a', '7')
    expect(Buffer.compare(first, await record('b', '7'))).toBe(0)
    expect(Buffer.compare(first, await record('c', '8'))).not.toBe(0)
  })

  it('applies changes at their times: live ones without a stop, others by a transaction', async () => {
    const seen = await report(
      ...['--set', 'voltage1/en=1', '--set', 'sampling_frequency=10000000', '--for', '1.2s'],
      ...['--at', '100ms:blockBytes=64KiB', '--at', '600ms:watermark=65536', '--at', '700ms:blockCount=200'],
      ...['--at', '800ms:sampling_frequency=20000000', '--at', '1s:voltage1/en=0'],
    )
    // On a busy machine the clock of the samples may fall behind: that is no change.
    const seams = seen.seams.filter(({ subject }) => subject !== 'clock')
    expect(seams.map(({ subject, how, lostSamples }) => [subject, how, lostSamples])).toEqual([
      ['blockBytes', 'live', 0],
      ['watermark', 'live', 0],
      ['blockCount', 'live', 0],
      ['samplingFrequency', 'transaction', 0],
      ['channels', 'transaction', 0],
    ])
    expect(seen).toMatchObject({
      lostSamples: 0,
      samplingFrequencyHz: 20_000_000,
      channels: ['voltage0'],
      blockBytes: 65536,
      blockCount: 200,
      watermark: 65536,
    })
    expect(seams[3]).toMatchObject({ from: 10e6, to: 20e6, atSample: 0, epoch: 2 })
  })

  it('loses nothing of a recording while the analysis stands still, and says how blind it was', async () => {
    const file = path.join(folder, 'out.raw')
    const seen = await report(
      ...['--set', 'sampling_frequency=100000000', '--for', '2.5s', '--record', file],
      ...['--at', '200ms:analysisStall=1500ms'],
    )
    expect(seen).toMatchObject({ gapFree: true, lostSamples: 0, recording: { lostSamples: 0, state: 'finished' } })
    expect(statSync(file).size).toBe(2.5 * 100e6 * 2)
    expect(seen.samples).toBeGreaterThanOrEqual(2.5 * 100e6)
    // What was kept when it stood still it could still look at; the rest of that time it was blind.
    expect(seen.examinedShare).toBeLessThan(0.75)
    expect(seen.skippedBlocks).toBeGreaterThan(0)
  })

  it.each([
    [['--at', '1s:analysisStall=soon'], /analysisStall takes a duration/],
    [['--set', 'analysisStall=-1s'], /analysisStall takes a duration/],
    [['--set', 'sampling_frequenzy=1'], /no attribute 'sampling_frequenzy'/],
    [['--set', 'sampling_frequency=fast'], /fast/],
    [['--set', 'sampling_frequency=999'], /999/],
    [['--set', 'voltage0/scale=2'], /read-only/],
    [['--set', 'voltage0/source=sinus'], /sinus/],
    [['--set', 'voltage0/source=file:/nowhere/x.wav'], /nowhere/],
    [['--set', 'voltage0/en=0', '--set', 'voltage1/en=0'], /No channel/],
    [
      ['--session', '/nowhere.blockscope'],
      /The session file \/nowhere.blockscope cannot be read: There is no such file/,
    ],
    [['--session', 'package.json'], /It is no session file/],
    [['--set', 'trigger.level=high'], /trigger.level takes a number from/],
    [['--set', 'trigger.depth=1'], /There is no setting 'trigger.depth'/],
    [['--at', '1s:timebase.secondsPerDiv=1h'], /timebase.secondsPerDiv takes a number from/],
    [['--set', 'blockBytes=100'], /multiple of/],
    [['--set', 'blockBytes=big'], /blockBytes takes/],
    [['--set', 'watermark=0'], /watermark takes a whole number of samples from 1 /],
    [['--set', 'blockCount=4', '--set', 'watermark=99999999'], /never be reached/],
    [['--at', '1s:sampling_frequency=fast'], /--at .*fast/],
    [['--at', '1s:voltage7/en=1'], /voltage7/],
    [['--at', '1s:voltage0/en=0', '--at', '2s:voltage1/en=0'], /No channel/],
  ])('refuses %j before anything is started', async (words, sentence) => {
    const { code, lines, complaints } = await headless(
      '--json',
      '--for',
      '1s',
      '--record',
      path.join(folder, 'x'),
      ...words,
    )
    expect({ code, lines }).toEqual({ code: 2, lines: [] })
    expect(complaints).toEqual([expect.stringMatching(/record/.test(complaints[0]!) ? /while recording/ : sentence)])
    expect(readdirSync(folder)).toEqual([])
  })

  it('takes settings in any order, also when one depends on another', async () => {
    const seen = await report(
      ...['--for', '300ms', '--set', 'watermark=3000', '--set', 'blockCount=64', '--set', 'blockBytes=4KiB'],
      // The command line knows exponents, though attributes do not.
      ...['--set', 'sampling_frequency=1e6'],
    )
    expect(seen).toMatchObject({ blockBytes: 4096, blockCount: 64, watermark: 3000, samplingFrequencyHz: 1e6 })
  })

  it('takes a rehearsed change back: the capture begins as it was set', async () => {
    const seen = await report(
      '--for',
      '300ms',
      '--set',
      'sampling_frequency=1000000',
      '--at',
      '1h:sampling_frequency=5000',
    )
    expect(seen.samplingFrequencyHz).toBe(1_000_000)
    expect(Math.abs(seen.samplesPerSecond / 1e6 - 1)).toBeLessThan(0.01)
  })

  it('fails with one line when the file cannot be written', async () => {
    const { code, complaints } = await headless('--json', '--for', '1s', '--record', path.join(folder, 'no', 'x.raw'))
    expect(code).toBe(1)
    expect(complaints).toEqual([expect.stringMatching(/folder does not exist.*ENOENT/)])
  })

  it('overwrites nothing unless asked, and never what is played', async () => {
    const file = path.join(folder, 'x.wav')
    const wav = wavOf(
      Int16Array.from({ length: 64 }, (_, k) => k),
      1,
      48_000,
    )
    writeFileSync(file, wav)
    const recording = ['--json', '--set', 'sampling_frequency=1000000', '--record', file, '--samples', '1000'] as const
    const { code, lines, complaints } = await headless(...recording)
    expect({ code, lines }).toEqual({ code: 2, lines: [] })
    expect(complaints).toEqual([expect.stringMatching(/x\.wav is there already.*--overwrite.*EEXIST/)])
    const played = await headless(...recording, '--overwrite', '--set', `voltage0/source=file:${file}`)
    expect(played).toMatchObject({ code: 2, complaints: [expect.stringMatching(/is being played.*EBUSY/)] })
    expect(readFileSync(file)).toEqual(Buffer.from(wav))
    expect(readdirSync(folder)).toEqual(['x.wav'])
    expect((await headless(...recording, '--overwrite')).code).toBe(0)
    expect(statSync(file).size).toBe(2000)
  })

  it('says when the recording has fewer scans than were asked for, and ends with a code of its own', async () => {
    const file = path.join(folder, 'x.raw')
    const { code, lines, complaints } = await headless(
      ...['--json', '--for', '200ms', '--set', 'sampling_frequency=100000'],
      ...['--record', file, '--samples', '1000000'],
    )
    expect(code).toBe(3)
    const { scans } = (JSON.parse(lines.at(-1)!) as Report).recording!
    expect(complaints).toEqual([`The recording has ${scans} of the 1000000 scans that were asked for.`])
    expect(JSON.parse(readFileSync(`${file}.json`, 'utf8'))).toMatchObject({ complete: false, ended: true, scans })
  })

  it('fails with one line when the disk is full, and ends early', async () => {
    const { code, lines, complaints } = await headless('--json', '--for', '60s', '--record', '/dev/full')
    expect(code).toBe(1)
    expect(complaints).toEqual([expect.stringMatching(/No space is left.*ENOSPC/)])
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ recording: { state: 'failed' } })
  })

  it('lists devices, channels and attributes', async () => {
    const { code, lines } = await headless('--list')
    expect(code).toBe(0)
    const text = lines.join('\n')
    for (const part of [
      'iio:device0: gigascope',
      'voltage1',
      'le:s16/16>>0',
      'sampling_frequency = 1000000000',
      'blockBytes = auto',
    ])
      expect(text).toContain(part)
    const { lines: json } = await headless('--list', '--json')
    expect(JSON.parse(json[0]!)).toMatchObject({
      devices: expect.arrayContaining([expect.objectContaining({ id: 'iio:device0', name: 'gigascope' })]),
    })
  })

  it('prints a line a second for a person, and closes with the sum', async () => {
    const { code, lines } = await headless('--for', '2.2s', '--set', 'sampling_frequency=1000000')
    expect(code).toBe(0)
    expect(lines.length).toBeGreaterThanOrEqual(2)
    expect(lines[0]).toMatch(/S\/s \| \d+ blocks\/s \| gap-free \| p99 /)
    expect(lines.at(-1)).toMatch(/^\d+ samples in 2\.\d+ s \(.* MS\/s\), gap-free/)
  })
})
