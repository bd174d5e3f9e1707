// What is in memory, written to files as a viewer asks for it: the very samples that were converted, all of a file or nothing.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readCsv, readNpy, readSigmf, readWav } from '#main/export/testing/read.ts'
import { connectInstrument, type InstrumentClient, serveInstrument } from '#shared/contract/rpc.ts'
import type { KeptExportWish } from '#shared/contract/topics/memory/exports.ts'
import type { Problem } from '#shared/contract/topics/status.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import { createInstrument, type InstrumentOptions } from '../create.ts'
import type { Instrument } from '../instrument.ts'
import { wavOf } from '../testing/wav.ts'

let root: string
let instrument: Instrument
let client: InstrumentClient
let told: Problem[] = []
const folder = (): string => path.join(root, 'recordings')
const at = (name: string): string => path.join(folder(), name)

/** The signal: codes that tell their place, so that a sample in the wrong one is seen. */
const frames = 30_011
const codes = Int16Array.from({ length: frames }, (_, k) => ((k * 2654435761) >>> 9) & 0xffff)
/** The code of a sample, counted from the begin of the stream. */
const codeAt = (sample: number): number => codes[sample % frames]!

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-kept-'))
  writeFileSync(path.join(root, 'in.wav'), wavOf(codes, 1, 48_000))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await instrument.close()
  rmSync(root, { recursive: true })
})

async function open(options: Partial<InstrumentOptions> = {}, rate = 1_000_000): Promise<void> {
  instrument = await createInstrument({
    front: 'headless',
    recordingsFolder: folder(),
    historyBytes: 16 << 20,
    set: [
      { path: 'sampling_frequency', value: String(rate) },
      { path: 'blockBytes', value: '16384' },
      // Enough for a machine on which other tests run.
      { path: 'blockCount', value: '800' },
      { path: 'voltage0/source', value: `file:${path.join(root, 'in.wav')}` },
    ],
    ...options,
  })
  const [near, far] = linkedPorts()
  serveInstrument(far, instrument)
  client = await connectInstrument(near, { client: 'test' })
  told = []
  client.on('problem', (problem) => told.push(problem))
}

const kept = () => instrument.parts.analysis!.kept
const newest = (): number => {
  const block = kept().at(kept().end - 1)
  return block.firstSample + block.scans
}
/** Captures at least so many samples. */
async function capture(samples: number): Promise<void> {
  await expect.poll(() => (kept().end > kept().begin ? newest() : 0), { timeout: 20_000 }).toBeGreaterThan(samples)
}

/** An export to its end. */
async function exported(wish: KeptExportWish) {
  const { file } = await client.calls.exportKept(wish)
  await expect.poll(() => client.state.exported?.state, { timeout: 20_000 }).not.toBe('writing')
  return { ...client.state.exported!, file }
}

const described = (name: string) =>
  JSON.parse(readFileSync(`${at(name)}.json`, 'utf8')) as {
    readonly segments: readonly { readonly firstSample: number; readonly startUnixMs: number }[]
    readonly gaps: readonly { readonly atScan: number; readonly lostSamples: number }[]
  }

describe('what is kept', () => {
  it('is written whole, or between two samples, after the capture was stopped', async () => {
    await open()
    await capture(100_000)
    await client.calls.stop()
    const end = newest()
    const all = await exported({ part: { of: 'memory' }, format: { kind: 'raw' }, name: 'all' })
    expect(all).toMatchObject({ state: 'finished', scans: end, bytes: 2 * end, goneBefore: 0, notYet: 0, gaps: 0 })
    const bytes = readFileSync(at('all.raw'))
    const read = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
    expect(read.findIndex((code, k) => code !== codeAt(k))).toBe(-1)
    expect(described('all.raw')).toMatchObject({ part: 'memory', complete: true, gapFree: true, scans: end })

    const epoch = client.state.epoch
    const stretch = { of: 'cursors', epoch, first: 12_345, end: 67_890 } as const
    const between = await exported({ part: stretch, format: { kind: 'npy' }, name: 'between' })
    expect(between).toMatchObject({ scans: 67_890 - 12_345, file: at('between.npy') })
    expect(readNpy(at('between.npy')).columns[0]).toEqual(
      Array.from({ length: 67_890 - 12_345 }, (_, k) => codeAt(12_345 + k)),
    )
    expect(described('between.npy').segments).toMatchObject([{ atScan: 0, firstSample: 12_345 }])
    const apart = (name: string): number => described(name).segments[0]!.startUnixMs
    expect(apart('between.npy') - apart('all.raw')).toBeCloseTo(12.345, 0)
    expect(readdirSync(folder()).sort()).toEqual(['all.raw', 'all.raw.json', 'between.npy', 'between.npy.json'])
    expect(told.map(({ message }) => message)[1]).toMatch(/^exported 55\.5 kSa, .*between\.npy$/)
  })

  it('is written while the capture goes on, which loses nothing by it', async () => {
    await open({ historyBytes: 2 << 20 }, 2_000_000)
    await capture(1_500_000)
    const wish = { part: { of: 'memory' }, format: { kind: 'sigmf' }, name: 'live' } as const
    const { scans, state } = await exported(wish)
    expect(state).toBe('finished')
    expect(instrument.parts.hub.lostSamples).toBe(0)
    const { columns, captures } = readSigmf(at('live'))
    const first = Number(captures[0]!['core:global_index'])
    expect(captures).toHaveLength(1)
    expect(columns[0]).toHaveLength(scans)
    expect(columns[0]!.findIndex((code, k) => code !== codeAt(first + k))).toBe(-1)
    expect(scans * 2).toBeGreaterThan(1 << 20)
    expect(scans * 2).toBeLessThanOrEqual(2 << 20)
  })

  it('is said to lack what is in memory no more, and what is not there yet', async () => {
    await open({ historyBytes: 256 << 10 }, 10_000_000)
    await capture(1_000_000)
    await client.calls.stop()
    const { epoch } = client.state
    const oldest = kept().oldestSample!
    expect(oldest).toBeGreaterThan(1000)
    const [first, end] = [oldest - 1000, newest() + 500]
    const part = { of: 'screen', epoch, first, end } as const
    const cut = await exported({ part, format: { kind: 'csv' }, name: 'cut' })
    expect(cut).toMatchObject({ goneBefore: 1000, notYet: 500, scans: end - first - 1500, state: 'finished' })
    expect(told.at(-1)).toMatchObject({
      severity: 'warning',
      tip: '1.00 kSa at its begin were in memory no more. 500 Sa at its end were not in memory.',
    })
    expect(readCsv(at('cut.csv')).times).toHaveLength(cut.scans)
    const refused = (wish: KeptExportWish) => expect(client.calls.exportKept(wish)).rejects
    const gone = { of: 'screen', epoch, first: 0, end: oldest - 2000 } as const
    await refused({ part: gone, format: { kind: 'csv' } }).toMatchObject({
      errno: 'ENODATA',
      message: 'These samples are not in memory any more: what is kept begins 200 µs behind them.',
    })
    await refused({ part: { ...part, epoch: epoch - 1 }, format: { kind: 'csv' } }).toMatchObject({
      errno: 'ENODATA',
      message: expect.stringContaining('the capture began anew since'),
    })
    await refused({ part: { of: 'segments' }, format: { kind: 'csv' } }).toMatchObject({ errno: 'ENODATA' })
    expect(readdirSync(folder()).sort()).toEqual(['cut.csv', 'cut.csv.json'])
  })
})

describe('a file of an export', () => {
  const part = { of: 'memory' } as const

  it('replaces nothing unasked, and then only when it is whole', async () => {
    await open()
    await capture(20_000)
    await client.calls.stop()
    mkdirSync(folder())
    writeFileSync(at('x.wav'), 'mine')
    const wish = { part, format: { kind: 'wav' }, name: 'x' } as const
    await expect(client.calls.exportKept(wish)).rejects.toMatchObject({
      errno: 'EEXIST',
      message: expect.stringMatching(/x\.wav is there already\.$/),
    })
    expect(readdirSync(folder())).toEqual(['x.wav'])
    await exported({ ...wish, overwrite: true })
    expect(readWav(at('x.wav')).columns[0]!.slice(0, 1000)).toEqual(Array.from({ length: 1000 }, (_, k) => codeAt(k)))
  })

  it('is not there when the disk is full, and what it was to replace still is', async () => {
    await open()
    await capture(100_000)
    await client.calls.stop()
    mkdirSync(folder())
    writeFileSync(at('x.csv'), 'mine')
    const { EncodingSink } = await import('#main/export/encoding-sink.ts')
    const write = EncodingSink.prototype.write
    vi.spyOn(EncodingSink.prototype, 'write').mockImplementation(function (
      this: InstanceType<typeof EncodingSink>,
      pieces,
    ) {
      if (this.bytes > 100_000) return Promise.reject(new ErrnoError('ENOSPC', say`No space is left.`))
      return write.call(this, pieces)
    })
    const failed = await exported({ part, format: { kind: 'csv' }, name: 'x', overwrite: true })
    expect(failed).toMatchObject({ state: 'failed', problem: 'No space is left. (ENOSPC)', problemErrno: 'ENOSPC' })
    expect(failed.bytes).toBeGreaterThan(100_000)
    expect(readdirSync(folder())).toEqual(['x.csv'])
    expect(readFileSync(at('x.csv'), 'utf8')).toBe('mine')
    expect(told.at(-1)).toMatchObject({ severity: 'error', message: expect.stringContaining('No space is left') })
  })

  it('is not there when it was cancelled; the blocks are given back', async () => {
    await open({ historyBytes: 32 << 20 }, 20_000_000)
    await capture(12_000_000)
    const begun = await client.calls.exportKept({ part, format: { kind: 'csv' }, name: 'long' })
    expect(begun).toMatchObject({ state: 'writing' })
    await expect(client.calls.exportKept({ part, format: { kind: 'raw' } })).rejects.toMatchObject({ errno: 'EBUSY' })
    await expect.poll(() => client.state.exported?.scans, { timeout: 20_000 }).toBeGreaterThan(0)
    await client.calls.cancelExport()
    expect(client.state.exported).toMatchObject({ state: 'cancelled' })
    expect(client.state.exported!.scans).toBeLessThan(begun.wanted)
    expect(readdirSync(folder())).toEqual([])
    expect(told.at(-1)!.message).toMatch(/long\.csv was cancelled; nothing is left of it\.$/)
    await client.calls.stop()
    // Nobody holds them but memory: all of it can be given back.
    kept().reclaim(Number.POSITIVE_INFINITY)
    expect(instrument.parts.hub.lanes()).toMatchObject({ kept: 0, held: 0 })
  })
})

describe('segments', () => {
  it('are written whole, with their places in the stream and their triggers; what lies between is no gap', async () => {
    const ramp = Int16Array.from({ length: 1000 }, (_, k) => (k - 500) * 60)
    writeFileSync(path.join(root, 'in.wav'), wavOf(ramp, 1, 48_000))
    const set = { 'segments.on': 'on', 'segments.count': '50', 'segments.length': '1200', 'segments.before': '50' }
    await open({
      set: [
        { path: 'sampling_frequency', value: '1000000' },
        { path: 'voltage0/source', value: `file:${path.join(root, 'in.wav')}` },
        ...Object.entries(set).map(([name, value]) => ({ path: name, value })),
      ],
    })
    await expect.poll(async () => (await client.calls.segmentFigures())?.kept, { timeout: 20_000 }).toBe(50)
    const done = await exported({ part: { of: 'segments' }, format: { kind: 'sigmf' }, name: 'seg' })
    expect(done).toMatchObject({ state: 'finished', scans: 50 * 1200, wanted: 50 * 1200, gaps: 0 })
    const { columns, captures, global } = readSigmf(at('seg'))
    expect(global['blockscope:lost_samples']).toBe(0)
    expect(columns[0]).toHaveLength(done.scans)
    const rows = captures.map((one) =>
      ['core:sample_start', 'core:global_index', 'blockscope:trigger_index'].map((key) => Number(one[key])),
    )
    expect(rows).toHaveLength(50)
    let before = -1
    for (const [k, [start, sample, trigger]] of rows.entries()) {
      expect(start).toBe(k * 1200)
      expect(sample).toBeGreaterThan(before)
      before = sample!
      // Half of it is before the trigger's sample, and the signal met the level within the sample before that.
      expect(trigger! - sample!).toBeGreaterThan(599 - 1e-6)
      expect(trigger! - sample!).toBeLessThanOrEqual(600)
      expect(columns[0]!.slice(start, start! + 1200)).toEqual(
        Array.from({ length: 1200 }, (_, i) => ramp[(sample! + i) % 1000]),
      )
    }
    const { times } = await numbered()
    expect(times.filter((number) => number === 50)).toHaveLength(1200)
  })

  /** The same as text: each line begins with the number of its segment. */
  async function numbered() {
    await exported({ part: { of: 'segments' }, format: { kind: 'csv' }, name: 'text' })
    expect(described('text.csv')).toMatchObject({ gaps: [], gapFree: true, part: 'segments' })
    return readCsv(at('text.csv'))
  }
})

describe('a recording in another format', () => {
  it('is a file of that format, and its bytes are counted', async () => {
    await open()
    const { file } = await client.calls.startRecording({ scans: 5000, name: 'as', format: { kind: 'csv' } })
    expect(file).toBe(at('as.csv'))
    await expect.poll(() => client.state.recording?.state).toBe('finished')
    expect(client.state.recording).toMatchObject({ format: 'csv', scans: 5000, bytes: readFileSync(file).length })
    expect(readCsv(file).times).toHaveLength(5000)
    const low = { scans: 100, name: 'low', format: { kind: 'vcd', level: 0.2 } } as const
    await client.calls.startRecording(low)
    await expect.poll(() => client.state.recording).toMatchObject({ format: 'vcd', state: 'finished' })
    expect(readFileSync(at('low.vcd'), 'latin1')).toContain('high from 0.2 on')
    const wrong = { scans: 1, format: { kind: 'wav', level: 1 } } as never
    await expect(client.calls.startRecording(wrong)).rejects.toMatchObject({ errno: 'EINVAL' })
  })
})
