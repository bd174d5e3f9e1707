// Records by themselves, against a second pass over all their samples: however the blocks are cut, at any width of a point, with gaps,
// and where there is no time for all of them. What a viewer sees of it is display/acquired-trace.test.ts.
import { describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import type { AcquisitionSettings } from '#shared/kinds/acquisitions.ts'
import { toDisposable } from '#shared/lifecycle.ts'
import { sincTapsBefore, sincWeights } from '#shared/sinc.ts'
import { seeded } from '#shared/testing/seeded.ts'
import { ColumnReader, claimReader } from '../envelope/column-reader.ts'
import { claimPyramid, EnvelopePyramid } from '../envelope/envelope-pyramid.ts'
import { BlockIndex } from '../stream/block-index.ts'
import { MemoryLayout } from '../stream/memory-layout.ts'
import { testKernels } from '../testing/test-kernels.ts'
import { interpolateEdge } from '../trigger/trigger-instant.ts'
import { TriggerLog } from '../trigger/trigger-log.ts'
import { recordGrid } from './record-grid.ts'
import { claimRecords, RecordPart } from './record-part.ts'

const edge = { lines: [{ channel: 0, level: 0 }], behind: 0 }
const sizes = { historyBytes: 1 << 20, lanes: 0 }

interface Setup {
  readonly settings: AcquisitionSettings
  readonly channels?: number
  readonly from?: number
  readonly until?: number
}

/** Records of a stream that is put in by hand. */
function open({ settings, channels = 1, from = -50, until = 50 }: Setup) {
  const heap = new CoherentHeap({ bytes: 128 << 20, poison: true })
  const kernels = testKernels(heap.memory)
  const claim = (layout: MemoryLayout) => ({
    pyramid: claimPyramid(layout),
    reader: claimReader(layout),
    records: claimRecords(layout),
  })
  const measured = new MemoryLayout(0, sizes)
  claim(measured)
  const memory = claim(new MemoryLayout(heap.alloc(measured.bytes), sizes))
  const blocks = new BlockIndex()
  const triggers = new TriggerLog()
  const pyramid = new EnvelopePyramid(heap.buffer, kernels, memory.pyramid)
  const reader = new ColumnReader(heap.buffer, kernels, memory.reader, blocks, pyramid)
  const time = { nowMs: 0, stepMs: 0 }
  const clock = {
    nowMs: () => (time.nowMs += time.stepMs),
    unixMs: () => 0,
    unixMinusNowMs: () => 0,
    timer: () => toDisposable(() => undefined),
  }
  const part = new RecordPart({
    buffer: heap.buffer,
    kernels,
    memory: memory.records,
    blocks,
    triggers,
    reader,
    clock,
  })
  const format = { epoch: 1, samplingFrequencyHz: 1e6, scanIndexes: Array.from({ length: channels }, (_, k) => k) }
  pyramid.begin(format)
  part.begin(format)
  part.set(settings)
  part.configure({ from, until }, edge)
  /** By sample: a code of each channel. */
  const model: (readonly number[] | undefined)[] = []
  let end = 0
  const push = (scans: readonly (readonly number[])[], lostBefore = 0): void => {
    const first = end + lostBefore
    const address = heap.alloc(scans.length * channels * 2)
    heap.i16(address, scans.length * channels).set(scans.flat())
    blocks.push({ firstSample: first, lostBefore, lastSampleMs: 0, announcedMs: 0, address, scans: scans.length })
    for (const [k, scan] of scans.entries()) model[first + k] = scan
    if (lostBefore > 0 || end === 0) for (const one of [pyramid, part]) one.restart(first)
    pyramid.take({ address, sample: first, scans: scans.length })
    end = first + scans.length
  }
  const instantOf = (trigger: number): number =>
    trigger - interpolateEdge(heap.i16(0, heap.buffer.byteLength / 2), blocks, channels, edge, trigger, 0)
  return { part, blocks, triggers, model, push, instantOf, time, channels, finish: () => part.finish(end) }
}

type Opened = ReturnType<typeof open>

/** Blocks of odd lengths: noise on a sine of an odd period, and a trigger wherever channel 0 rises through 0. */
function play(one: Opened, { samples, seed, period = 137.3, cut = 977, lostBefore = 0 }: Played): number[] {
  const chance = seeded(seed)
  const found: number[] = []
  const begin = one.model.length + lostBefore
  for (let done = 0; done < samples; ) {
    const scans = Math.min(samples - done, 1 + Math.floor(chance() * cut))
    const rows = Array.from({ length: scans }, (_, k) =>
      Array.from({ length: one.channels }, (_, channel) => {
        const phase = (begin + done + k) / period + channel / 7
        return Math.round(20_000 * Math.sin(2 * Math.PI * phase) + (chance() + chance() - 1) * 900)
      }),
    )
    one.push(rows, done === 0 ? lostBefore : 0)
    done += scans
  }
  for (let k = begin + 1, last = Number.NEGATIVE_INFINITY; k < begin + samples; k++) {
    const isRising = one.model[k - 1]![0]! < 0 && one.model[k]![0]! >= 0
    if (!isRising || k - last < period / 2) continue
    found.push(k)
    one.triggers.push(k)
    last = k
  }
  one.finish()
  return found
}

interface Played {
  readonly samples: number
  readonly seed: number
  readonly period?: number
  /** The longest block. */
  readonly cut?: number
  readonly lostBefore?: number
}

/** The value of a channel at a place between samples, by the definition of a point; null: samples are missing. */
function pointOf({ model }: Opened, channel: number, begin: number, step: number): number | null {
  const floor = Math.floor(begin)
  const fraction = begin - floor
  const code = (sample: number): number | null => model[sample]?.[channel] ?? null
  const weights =
    step === 1
      ? sincWeights(fraction).map((weight, k) => [floor + k - sincTapsBefore, weight] as const)
      : Array.from({ length: step + 1 }, (_, k) => {
          const part = k === 0 ? 1 - fraction : k === step ? fraction : 1
          return [floor + k, part / step] as const
        })
  let sum = 0
  for (const [sample, weight] of weights) {
    const one = code(sample)
    if (one === null) return null
    sum += one * weight
  }
  return sum
}

/** Records of which every point can be made. */
function recordsOf(one: Opened, triggers: readonly number[], window: { from: number; until: number }): number[][][] {
  const { first, step, points } = recordGrid(window)
  return triggers.flatMap((trigger) => {
    const instant = one.instantOf(trigger)
    const record = Array.from({ length: one.channels }, (_, channel) =>
      Array.from({ length: points }, (_, k) => pointOf(one, channel, instant + first + k * step, step)),
    )
    return record.flat().includes(null) ? [] : [record as number[][]]
  })
}

const meanOf = (records: readonly number[][][], channel: number): number[] =>
  records[0]![channel]!.map((_, point) => records.reduce((sum, one) => sum + one[channel]![point]!, 0) / records.length)

const farthest = (a: ArrayLike<number>, b: readonly number[]): number =>
  Math.max(...b.map((value, k) => Math.abs(value - a[k]!)))

/** Half a 256th of a scan where the sine is steepest is 1.8 codes; of a mean of many records it is less. */
const place = { period: 137.3, tolerance: 0.3 }

describe('the mean of records', () => {
  it.each([1, 2, 3])('is that of a second pass over them, of %i channels in blocks of odd lengths', (channels) => {
    const window = { from: -50, until: 50 }
    const one = open({ settings: { kind: 'average', count: 65536, method: 'block' }, channels, ...window })
    const triggers = play(one, { samples: 40_000, seed: channels })
    const records = recordsOf(one, triggers, window)
    const trace = one.part.trace()!
    expect(records.length).toBeGreaterThan(250)
    expect(trace.records).toBe(records.length)
    for (let channel = 0; channel < channels; channel++)
      expect(farthest(trace.values(channel), meanOf(records, channel))).toBeLessThan(place.tolerance)
  })

  it('is exact where records begin at samples', () => {
    const one = open({ settings: { kind: 'average', count: 64, method: 'block' } })
    one.part.configure({ from: -50, until: 50 }, null)
    play(one, { samples: 4_000, seed: 5 })
    const { first, points } = recordGrid({ from: -50, until: 50 })
    const { records, share } = one.part.trace()!
    const all = Array.from({ length: one.triggers.count }, (_, k) => one.triggers.at(k))
    const whole = all.filter((trigger) => trigger + first - 8 >= 0 && trigger + first + points + 9 <= 4_000)
    expect(records).toBe(whole.length)
    expect(records).toBeGreaterThan(20)
    // One that began before the stream is none.
    expect(share).toBe(1)
    const wanted = Array.from(
      { length: points },
      (_, k) => whole.reduce((sum, trigger) => sum + one.model[trigger + first + k]![0]!, 0) / whole.length,
    )
    expect(farthest(one.part.trace()!.values(0), wanted)).toBeLessThan(0.01)
  })

  it.each([20_000, 100_003])('of windows of %i samples has points of several', (width) => {
    const window = { from: -width / 4, until: (3 * width) / 4 }
    const one = open({ settings: { kind: 'average', count: 65536, method: 'exponential' }, channels: 2, ...window })
    const triggers = play(one, { samples: 5 * width, seed: 3, period: width / 1.7, cut: 30_000 })
    const records = recordsOf(one, triggers, window)
    expect(recordGrid(window).step).toBeGreaterThan(1)
    expect(one.part.trace()!.records).toBe(records.length)
    for (const channel of [0, 1])
      expect(farthest(one.part.trace()!.values(channel), meanOf(records, channel))).toBeLessThan(0.05)
  })

  it('fades with a weight at which its noise is that of as many records as are wanted', () => {
    const window = { from: -50, until: 50 }
    const one = open({ settings: { kind: 'average', count: 8, method: 'exponential' }, ...window })
    const triggers = play(one, { samples: 12_000, seed: 9 })
    const records = recordsOf(one, triggers, window)
    const wanted = records[0]![0]!.map((_, point) =>
      records.reduce((mean, record, k) => mean + (record[0]![point]! - mean) * Math.max(1 / (k + 1), 2 / 9), 0),
    )
    expect(one.part.trace()).toMatchObject({ records: 8, wanted: 8 })
    expect(one.part.trace()!.equalRecords).toBeCloseTo(8, 6)
    expect(farthest(one.part.trace()!.values(0), wanted)).toBeLessThan(2)
  })

  it('of blocks stands while the next block is gathered', () => {
    const window = { from: -50, until: 50 }
    const one = open({ settings: { kind: 'average', count: 16, method: 'block' }, ...window })
    const triggers = play(one, { samples: 5_629, seed: 11 })
    const records = recordsOf(one, triggers, window)
    const blocks = Math.floor(records.length / 16)
    expect(blocks).toBe(2)
    expect(one.part.trace()).toMatchObject({ records: 16, wanted: 16 })
    expect(farthest(one.part.trace()!.values(0), meanOf(records.slice(16, 32), 0))).toBeLessThan(2)
  })

  it('has noise that falls by the root of the count', () => {
    const one = open({ settings: { kind: 'average', count: 256, method: 'block' }, from: -60, until: 60 })
    one.part.configure({ from: -60, until: 60 }, null)
    const chance = seeded(17)
    const noise = () => Math.round((chance() + chance() + chance() + chance() - 2) * 4000)
    const scans = Array.from({ length: 150 * 257 }, () => [noise()])
    one.push(scans)
    for (let k = 1; k <= 256; k++) one.triggers.push(k * 150 - 70)
    one.finish()
    const rms = (values: ArrayLike<number>): number =>
      Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length)
    const before = rms(scans.flat())
    expect(one.part.trace()!.records).toBe(256)
    // 140 points tell a root mean square within 6 %.
    expect(rms(one.part.trace()!.values(0)) * Math.sqrt(256)).toBeGreaterThan(0.85 * before)
    expect(rms(one.part.trace()!.values(0)) * Math.sqrt(256)).toBeLessThan(1.15 * before)
  })
})

describe('the envelope of records', () => {
  it.each([
    [100, 1],
    [100, 3],
    [20_000, 2],
  ])(
    'of windows of %i samples holds every sample of every record, and nothing else, of %i channels',
    (width, channels) => {
      const window = { from: -width / 3, until: (2 * width) / 3 }
      const one = open({ settings: { kind: 'envelope', extent: 'all', count: 64 }, channels, ...window })
      const triggers = play(one, {
        samples: width * 20,
        seed: width + channels,
        period: width * 1.31 + 0.3,
        cut: width,
      })
      const { first, step, points } = recordGrid(window)
      const pairs = Array.from({ length: channels }, () =>
        Array.from({ length: points }, () => [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as [number, number]),
      )
      let records = 0
      for (const trigger of triggers) {
        const begin = Math.round(one.instantOf(trigger)) + first
        if (trigger - 1 + first < (step > 1 ? 0 : 7) || trigger + first + points * step + 10 > one.model.length)
          continue
        records++
        for (let k = 0; k < points * step; k++)
          for (let channel = 0; channel < channels; channel++) {
            const pair = pairs[channel]![Math.floor(k / step)]!
            const code = one.model[begin + k]![channel]!
            pair[0] = Math.min(pair[0], code)
            pair[1] = Math.max(pair[1], code)
          }
      }
      expect(records).toBeGreaterThan(8)
      expect(one.part.trace()).toMatchObject({ records, wanted: 0 })
      for (let channel = 0; channel < channels; channel++)
        expect([...one.part.trace()!.values(channel)]).toEqual(pairs[channel]!.flat())
    },
  )

  it('has nothing of a signal that was another one, however soon the next trigger comes', () => {
    const one = open({ settings: { kind: 'envelope', extent: 'all', count: 64 }, from: -20, until: 20 })
    one.part.configure({ from: -20, until: 20 }, null)
    one.push(Array.from({ length: 1000 }, () => [20_000]))
    one.triggers.push(500)
    one.finish()
    one.part.seam(1000)
    one.push(Array.from({ length: 1000 }, () => [100]))
    // The first window reaches back over the seam; the others lie behind it.
    for (const trigger of [1010, 1200, 1400]) one.triggers.push(trigger)
    one.finish()
    expect(one.part.trace()).toMatchObject({ records: 2 })
    expect(new Set(one.part.trace()!.values(0))).toEqual(new Set([100]))
  })

  it('of a block begins anew with the next one', () => {
    const one = open({ settings: { kind: 'envelope', extent: 'block', count: 2 }, from: -20, until: 20 })
    one.part.configure({ from: -20, until: 20 }, null)
    const level = (code: number) => one.push(Array.from({ length: 100 }, () => [code]))
    for (const [k, code] of [5, 50, 7, 8, 1000].entries()) {
      level(code)
      one.triggers.push(k * 100 + 50)
      one.finish()
    }
    const values = one.part.trace()!.values(0)
    expect([values[0], values[1]]).toEqual([7, 8])
    expect(one.part.trace()!.records).toBe(2)
  })
})

describe('a trace of records', () => {
  const average = { kind: 'average', count: 64, method: 'exponential' } as const
  const window = { from: -50, until: 50 }

  it('leaves records out that have a gap, and says how many', () => {
    const one = open({ settings: { ...average, method: 'block' }, ...window })
    // The last record before the gap lacks its end.
    const before = play(one, { samples: 2_900, seed: 1 })
    const after = play(one, { samples: 3_000, seed: 2, lostBefore: 500 })
    const records = recordsOf(one, [...before, ...after], window)
    const { records: taken, share } = one.part.trace()!
    expect(taken).toBe(records.length)
    expect(share).toBeLessThan(1)
    expect(farthest(one.part.trace()!.values(0), meanOf(records, 0))).toBeLessThan(1)
  })

  it('leaves records out that there is no time for', () => {
    const one = open({ settings: average, ...window })
    // A look at the clock takes half a millisecond, and 5,000 samples last five: a fifth of them are for records.
    one.time.stepMs = 0.5
    play(one, { samples: 5_000, seed: 1 })
    const { records, share } = one.part.trace()!
    expect(records).toBeLessThan(4)
    expect(share).toBeLessThan(0.15)
  })

  it.each<[string, (part: RecordPart) => void]>([
    ['another window', (part) => part.configure({ from: -40, until: 60 }, edge)],
    ['another mode', (part) => part.set({ ...average, count: 128 })],
    ['another signal', (part) => part.seam(3_000)],
    ['memory that was given back', (part) => part.retract()],
    ['another stream', (part) => part.begin({ epoch: 2, samplingFrequencyHz: 1e6, scanIndexes: [0] })],
    ['a trigger that is set', (part) => part.clear()],
  ])('begins anew with %s', (_, change) => {
    const one = open({ settings: average, ...window })
    play(one, { samples: 3_000, seed: 1 })
    expect(one.part.trace()!.records).toBeGreaterThan(10)
    change(one.part)
    expect(one.part.trace()).toBeNull()
  })

  it('goes on when the same is wanted again', () => {
    const one = open({ settings: average, ...window })
    play(one, { samples: 3_000, seed: 1 })
    const { records } = one.part.trace()!
    one.part.configure(window, edge)
    expect(one.part.trace()!.records).toBe(records)
  })

  it('is not there where nobody looks at the newest records, nor without a mode', () => {
    const one = open({ settings: average, ...window })
    one.part.configure(null, edge)
    play(one, { samples: 3_000, seed: 1 })
    expect(one.part.trace()).toBeNull()
    one.part.configure(window, edge)
    one.part.set({ kind: 'sample' })
    play(one, { samples: 3_000, seed: 2 })
    expect(one.part.trace()).toBeNull()
  })
})
