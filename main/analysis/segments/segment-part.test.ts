// Segments by themselves, against a second way to find them: the whole stream laid out at once, with every event, gap and seam known.
import { describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { seeded } from '#shared/testing/seeded.ts'
import { BlockIndex } from '../stream/block-index.ts'
import { MemoryLayout } from '../stream/memory-layout.ts'
import { testKernels } from '../testing/test-kernels.ts'
import type { TriggerEdge } from '../trigger/trigger-instant.ts'
import { TriggerLog } from '../trigger/trigger-log.ts'
import type { SegmentsWanted, SegmentTrace } from './segment-figures.ts'
import { SegmentLooks } from './segment-looks.ts'
import { claimSegments } from './segment-memory.ts'
import { SegmentPart } from './segment-part.ts'
import { answerOnSegments, type SegmentQuestion } from './segment-reader.ts'
import { segmentBytes } from './segment-store.ts'

const level = 100

interface Setup extends SegmentsWanted {
  readonly channels?: number
  readonly holdoff?: { readonly scans: number; readonly events: number }
  /** Segments there is room for. */
  readonly room?: number
  /** Events are told one by one, and each segment is copied by itself. */
  readonly isSlow?: boolean
  readonly edge?: TriggerEdge
}

/** Segments of a stream that is put in by hand, tile by tile. */
function open({ channels = 1, holdoff = { scans: 0, events: 0 }, room = 100_000, isSlow = false, ...rest }: Setup) {
  const { edge = { lines: [{ channel: 0, level }], behind: 0 }, ...wanted } = rest
  const heap = new CoherentHeap({ bytes: 24 << 20, poison: true })
  const sizes = {
    historyBytes: 1,
    lanes: 0,
    segmentBytes: Math.min(4 << 20, room * segmentBytes(wanted.scans, channels)),
  }
  const memory = claimSegments(new MemoryLayout(heap.alloc(sizes.segmentBytes + (1 << 20)), sizes))
  const blocks = new BlockIndex()
  const triggers = new TriggerLog()
  const { copy, keepSegments } = testKernels(heap.memory)
  const kernels = { copy, keepSegments: isSlow ? () => 0 : keepSegments }
  const part = new SegmentPart({ buffer: heap.buffer, kernels, memory, blocks, triggers })
  const format = { epoch: 1, samplingFrequencyHz: 1e6, scanIndexes: Array.from({ length: channels }, (_, k) => k) }
  part.begin(format)
  part.set(wanted)
  part.configure(edge)
  part.holdOff(holdoff)
  const model: (readonly number[] | undefined)[] = []
  let end = 0
  /** @param events samples of the stretch at which there are some */
  const push = (
    scans: readonly (readonly number[])[],
    events: readonly number[],
    lostBefore = 0,
    lines: readonly number[] = [],
  ): void => {
    const first = end + lostBefore
    const address = heap.alloc(scans.length * channels * 2)
    heap.i16(address, scans.length * channels).set(scans.flat())
    blocks.push({ firstSample: first, lostBefore, lastSampleMs: 0, announcedMs: 0, address, scans: scans.length })
    // As int16 has it: without a negative zero.
    for (const [k, scan] of scans.entries()) model[first + k] = scan.map((code) => code + 0)
    if (lostBefore > 0 || end === 0) part.restart(first)
    end = first + scans.length
    // As the pass does it: the search tells the events of a tile, then the tile is taken.
    if (isSlow || lines.length > 0) for (const [k, event] of events.entries()) triggers.push(event, lines[k])
    else
      triggers.pushAll(
        Uint32Array.from(events, (event) => event - first),
        0,
        events.length,
        first,
      )
    part.take({ address, sample: first, scans: scans.length })
  }
  return { part, triggers, model, push, wanted, channels, holdoff, format, end: () => end }
}

type Opened = ReturnType<typeof open>

const ask = (question: SegmentQuestion, part: SegmentPart, format: Opened['format']) =>
  answerOnSegments(question, part, format, new SegmentLooks(part), { nowMs: () => 0, waitedMs: 0 })

/** By the definition: where the line, or the curve of four, through the samples around `at` meets the level. */
function lagBy(model: Opened['model'], at: number): number {
  const code = (k: number): number | null => model[k]?.[0] ?? null
  const [a, b, c, d] = [code(at - 2), code(at - 1), code(at), code(at + 1)]
  if (b === null || c === null || b === c || (level - b!) / (c! - b!) < 0 || (level - b!) / (c! - b!) > 1) return 0
  if (a === null || d === null) return 1 - (level - b!) / (c! - b!)
  const curve = (x: number): number => {
    const [p, q, r, s] = [
      (-x * (x - 1) * (x - 2)) / 6,
      ((x + 1) * (x - 1) * (x - 2)) / 2,
      (-(x + 1) * x * (x - 2)) / 2,
      ((x + 1) * x * (x - 1)) / 6,
    ]
    return p * a! + q * b! + r * c! + s * d! - level
  }
  let [low, high] = [0, 1]
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2
    if (Math.sign(curve(middle)) === Math.sign(curve(low))) low = middle
    else high = middle
  }
  return 1 - low
}

interface Expected {
  readonly kept: readonly number[]
  readonly lost: number
  readonly cut: number
}

/** All at once: which events become segments. @param walls samples that no segment may reach over: gaps and seams */
function expected(
  one: Opened,
  events: readonly number[],
  restarts: readonly number[],
  walls: readonly number[],
): Expected {
  const { count, scans, before } = one.wanted
  const after = scans - before
  const rest = Math.max(1, after, one.holdoff.scans)
  const kept: number[] = []
  let [lost, cut, passedOver] = [0, 0, Infinity]
  let last = Number.NEGATIVE_INFINITY
  let restart = 0
  for (const event of events) {
    if (kept.length === count) break
    while (restart < restarts.length && restarts[restart]! <= event) {
      last = Number.NEGATIVE_INFINITY
      passedOver = Infinity
      restart++
    }
    if (event - last < rest || passedOver < one.holdoff.events) {
      lost++
      passedOver++
      continue
    }
    last = event
    passedOver = 0
    const [from, until] = [event - before, Math.max(event + after, event + 2)]
    const isWhole = from >= 0 && Array.from(one.model.slice(from, event + after)).every((scan) => scan !== undefined)
    const crosses = walls.some((wall) => from < wall && wall < event + after)
    // Of a piece that ends with it nobody knows the scans behind it.
    const isCutOff = [...walls, one.model.length].some((wall) => event < wall && wall < until)
    if (until > one.model.length && !walls.some((wall) => event < wall)) continue
    if (isWhole && !crosses && !isCutOff && event + after <= one.model.length) kept.push(event)
    else cut++
  }
  return { kept, lost, cut }
}

function check(one: Opened, { kept, lost, cut }: Expected): void {
  const { part, wanted, model, format } = one
  part.passed()
  const figures = part.figures()!
  expect({ kept: figures.kept, lost: figures.lost, cut: figures.cut }).toEqual({ kept: kept.length, lost, cut })
  const instants = kept.map((trigger) => trigger - lagBy(model, trigger))
  for (const [index, trigger] of kept.entries()) {
    const answer = ask({ about: 'trace', index, columns: wanted.scans }, part, format)
    const { pairs, at, begin } = answer as SegmentTrace
    const from = trigger - wanted.before
    const scans = model.slice(from, from + wanted.scans)
    expect([...part.store.codes(index)]).toEqual(scans.flat())
    expect(pairs).toEqual(format.scanIndexes.map((place) => scans.flatMap((scan) => [scan![place], scan![place]])))
    expect(Math.abs(at - instants[index]!)).toBeLessThan(0.02)
    expect(at + begin).toBeCloseTo(from, 6)
  }
  const distances = instants.slice(1).map((at, k) => at - instants[k]!)
  if (distances.length === 0) {
    expect([figures.least, figures.mean, figures.most, figures.rearmScans]).toEqual([null, null, null, null])
    return
  }
  const mean = distances.reduce((sum, one) => sum + one, 0) / distances.length
  for (const [found, right] of [
    [figures.least, Math.min(...distances)],
    [figures.most, Math.max(...distances)],
    [figures.mean, mean],
    [figures.first, instants[0]],
    [figures.last, instants.at(-1)],
  ] as const)
    expect(Math.abs(found! - right!)).toBeLessThan(0.04)
  const rests = kept.slice(1).map((trigger, k) => trigger - kept[k]! - (wanted.scans - wanted.before))
  expect(figures.rearmScans).toBe(Math.min(...rests))
}

/** Smooth noise on a sine, an event at some of its samples; blocks of odd lengths, scans lost here and there, a seam now and then. */
function play(one: Opened, seed: number, samples: number): { events: number[]; restarts: number[]; walls: number[] } {
  const chance = seeded(seed)
  const events: number[] = []
  const restarts: number[] = []
  const walls: number[] = []
  const spacing = 1 + Math.floor(chance() * 60)
  let next = Math.floor(chance() * spacing)
  for (let done = 0; done < samples; ) {
    const begin = one.end()
    const lostBefore = begin > 0 && chance() < 0.08 ? 1 + Math.floor(chance() * 30) : 0
    if (lostBefore > 0) {
      restarts.push(begin + lostBefore)
      walls.push(begin)
    } else if (begin > 0 && chance() < 0.08) {
      one.part.seam(begin)
      walls.push(begin)
    }
    const first = begin + lostBefore
    const scans = 1 + Math.floor(chance() ** 3 * 400)
    const rows = Array.from({ length: scans }, (_, k) =>
      Array.from({ length: one.channels }, (_, channel) =>
        Math.round(3000 * Math.sin((first + k) / 1.7 + channel) + 40 * chance()),
      ),
    )
    const here: number[] = []
    for (next = Math.max(next, first); next < first + scans; next += 1 + Math.floor(chance() * 2 * spacing))
      here.push(next)
    one.push(rows, here, lostBefore)
    events.push(...here)
    done += scans
  }
  return { events, restarts, walls }
}

describe('a segment', () => {
  it('holds exactly the samples around its trigger, however the stream is cut, and none over a gap or a seam', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const chance = seeded(1000 + seed)
      const scans = 3 + Math.floor(chance() * 60)
      const before = Math.floor(chance() * (scans - 1))
      const holdoff = { scans: chance() < 0.3 ? 70 : 0, events: chance() < 0.3 ? 2 : 0 }
      const count = chance() < 0.3 ? 12 : 100_000
      const one = open({ count, scans, before, holdoff, channels: 1 + Math.floor(chance() * 3) })
      const { events, restarts, walls } = play(one, seed, 3000)
      check(one, expected(one, events, restarts, walls))
    }
  }, 60_000)

  it('is to the bit what it is when each is told and copied by itself, whatever the lines and the cuts', () => {
    let kept = 0
    for (let seed = 1; seed <= 80; seed++) {
      const chance = seeded(5000 + seed)
      const whole = (most: number): number => Math.floor(chance() * most)
      const scans = 1 + whole(90)
      const channels = 1 + whole(4)
      const lines = Array.from({ length: 1 + whole(3) }, () => ({
        channel: whole(channels),
        level: whole(4000) - 2000,
      }))
      const setup = {
        ...{ count: chance() < 0.3 ? 15 : 100_000, scans, before: whole(scans), channels },
        holdoff: { scans: chance() < 0.3 ? 41.5 : 0, events: chance() < 0.3 ? 2 : 0 },
        edge: { lines, behind: chance() < 0.3 ? whole(50) : 0 },
      }
      const [quick, slow] = [open(setup), open({ ...setup, isSlow: true })]
      const hasLines = chance() < 0.5
      for (let next = 0, block = 0; block < 25; block++) {
        const lostBefore = block > 0 && chance() < 0.1 ? 1 + whole(30) : 0
        const seam = block > 0 && lostBefore === 0 && chance() < 0.1 ? quick.end() - whole(60) : null
        const first = quick.end() + lostBefore
        const length = 1 + whole(chance() < 0.5 ? 40 : 1200)
        const rows = Array.from({ length }, (_, k) =>
          Array.from({ length: channels }, (_, c) =>
            Math.round(3000 * Math.sin((first + k) / 1.9 + c) + 60 * chance()),
          ),
        )
        const events: number[] = []
        for (next = Math.max(next, first); next < first + length; next += 1 + whole(90)) events.push(next)
        const met = hasLines ? events.map(() => whole(4)) : []
        for (const one of [quick, slow]) {
          if (seam !== null) one.part.seam(seam)
          one.push(rows, events, lostBefore, met)
          if (block % 7 === 6) one.part.retract(first)
          else one.part.passed()
        }
      }
      expect(quick.part.figures()).toEqual(slow.part.figures())
      const of = (one: Opened) =>
        Array.from({ length: one.part.kept }, (_, k) => [one.part.instant(k), ...one.part.store.codes(k)])
      expect(of(quick)).toEqual(of(slow))
      kept += quick.part.kept
    }
    expect(kept).toBeGreaterThan(1000)
  }, 60_000)

  it('follows the one before without a scan between them, where triggers come so', () => {
    const one = open({ count: 50, scans: 20, before: 4 })
    const rows = Array.from({ length: 2000 }, (_, k) => [Math.round(900 * Math.sin((2 * Math.PI * k) / 16))])
    const events = Array.from({ length: 120 }, (_, k) => 16 + 16 * k)
    one.push(rows, events)
    check(one, expected(one, events, [], []))
    expect(one.part.figures()).toMatchObject({ kept: 50, lost: 0, cut: 0, rearmScans: 0, blindScans: 0 })
    expect(one.part.takeFull()).toBe(true)
    expect(one.part.takeFull()).toBe(false)
  })

  it('whose memory was given back while it was read is not kept', () => {
    const one = open({ count: 50, scans: 20, before: 4 })
    const rows = (n: number): number[][] => Array.from({ length: n }, (_, k) => [k])
    one.push(rows(100), [10, 50])
    one.part.passed()
    one.push(rows(100), [105, 130, 150, 151])
    expect(one.part.takeOldestRead()).toBe(6)
    one.part.retract(100)
    one.part.restart(200)
    one.part.passed()
    expect(one.part.figures()).toMatchObject({ kept: 2, cut: 3, lost: 0, blindScans: 100, least: 40, most: 40 })
    one.push(rows(100), [210])
    one.part.passed()
    expect(one.part.figures()).toMatchObject({ kept: 3, least: 40, most: 160 })
  })

  it('is not looked for in what was left out or given back, and all of that is counted', () => {
    const one = open({ count: 50, scans: 20, before: 4 })
    const rows = (n: number): number[][] => Array.from({ length: n }, (_, k) => [k])
    one.push(rows(100), [50])
    one.part.passed()
    // 1,000 scans go by while this part is left out, and the memory of some of them is given back.
    one.part.retract(600)
    one.part.retract(900)
    one.push(rows(100), [1150], 1000)
    // The stretch that it comes back with is torn, too.
    one.part.retract(1100)
    one.push(rows(100), [1350], 100)
    one.part.passed()
    expect(one.part.figures()).toMatchObject({ kept: 2, blindScans: 1200 })
  })

  it('over a seam that is told late is taken out, and those behind it stay', () => {
    const one = open({ count: 50, scans: 20, before: 10 })
    const rows = Array.from({ length: 400 }, (_, k) => [k])
    const events = Array.from({ length: 30 }, (_, k) => 12 + 12 * k)
    one.push(rows, events)
    one.part.passed()
    one.part.seam(200)
    const whole = events.filter((event) => event + 10 <= 200 || (event - 10 >= 200 && event + 10 <= 400))
    check(one, { kept: whole, lost: 0, cut: events.length - whole.length })
  })
})

describe('memory', () => {
  it('that is full takes no more, and says how many there is room for', () => {
    const one = open({ count: 1000, scans: 8, before: 0, room: 5 })
    one.push(
      Array.from({ length: 200 }, (_, k) => [k]),
      Array.from({ length: 20 }, (_, k) => 10 * k),
    )
    one.part.passed()
    expect(one.part.figures()).toMatchObject({ wanted: 1000, room: 5, kept: 5, lost: 0 })
    expect(one.part.takeFull()).toBe(true)
    one.part.clear()
    one.part.passed()
    expect(one.part.figures()).toMatchObject({ kept: 0, first: null, mean: null })
  })

  it('is made ready a piece at a time, and what is kept in it stays', () => {
    const one = open({ count: 3000, scans: 1000, before: 0, room: 3000 })
    one.push(
      Array.from({ length: 3000 }, (_, k) => [k + 1]),
      [10, 1500],
    )
    one.part.passed()
    const before = [0, 1].map((k) => [...one.part.store.codes(k)])
    let pieces = 0
    while (one.part.prepare()) pieces++
    // 4 MiB are 1024 pages.
    expect(pieces).toBe(15)
    expect([0, 1].map((k) => [...one.part.store.codes(k)])).toEqual(before)
    one.part.clear()
    expect(one.part.prepare()).toBe(false)
  })

  it('has small pictures of any channel, lowest and highest of each column', () => {
    const one = open({ count: 3, scans: 10, before: 0, channels: 2 })
    one.push(
      Array.from({ length: 20 }, (_, k) => [k, -10 * k]),
      [5],
    )
    one.part.passed()
    const rows = (columns: number, scanIndex: number) =>
      ask({ about: 'rows', first: 0, count: 9, scanIndex, columns }, one.part, one.format)
    expect(rows(2, 1)).toEqual([{ index: 0, at: 5, since: null, picture: [-90, -50, -140, -100] }])
    expect(rows(99, 0)).toMatchObject([
      { picture: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14].flatMap((code) => [code, code]) },
    ])
  })
})
