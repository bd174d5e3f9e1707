// Looks at all segments, over segments that a test makes up: what is drawn and what is found, against their definitions.
import { describe, expect, it } from 'vitest'
import { seeded } from '#shared/testing/seeded.ts'
import { normal } from '../testing/signals.ts'
import { noiseTolerance } from './segment-differing.ts'
import { SegmentLooks } from './segment-looks.ts'
import type { SegmentsRead } from './segment-overlay.ts'

interface Made {
  readonly lag: number
  readonly codes: readonly number[]
}

/** Segments that lie in a list; each look at the clock is a tenth of a millisecond later. */
function open(made: Made[], channels = 1) {
  const segments = {
    get kept() {
      return made.length
    },
    generation: 1,
    store: {
      channels,
      get scans() {
        return made[0]!.codes.length / channels
      },
      codes: (k: number) => Int16Array.from(made[k]!.codes),
      lag: (k: number) => made[k]!.lag,
    },
  }
  let nowMs = 0
  const time = { waitedMs: 0, nowMs: () => (nowMs += 0.1) }
  return { segments, time, looks: new SegmentLooks(segments as unknown as SegmentsRead) }
}

/** Asks until all is done. Returns how often it was asked. */
function untilDone<T>(ask: () => T, isDone: (answer: T) => boolean): { answer: T; asked: number } {
  for (let asked = 1; ; asked++) {
    const answer = ask()
    if (isDone(answer)) return { answer, asked }
    if (asked > 1000) throw new Error('it comes to no end')
  }
}

describe('segments over each other', () => {
  it('are lit where a line from sample to sample goes, and nowhere else', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const chance = seeded(seed)
      const [scans, channels] = [2 + Math.floor(chance() * 60), 1 + Math.floor(chance() * 3)]
      const place = Math.floor(chance() * channels)
      const made = Array.from({ length: 1 + Math.floor(chance() * 6) }, () => ({
        lag: chance(),
        codes: Array.from({ length: scans * channels }, () => Math.round(2000 * chance() - 1000)),
      }))
      const wish = { newest: 1e7, place, columns: 1 + Math.floor(chance() * 90), rows: 40, low: -800, high: 800 }
      if (seed % 3 === 0) [wish.low, wish.high] = [wish.high, wish.low]
      const { looks, time } = open(made, channels)
      const { answer } = untilDone(
        () => looks.overlay(wish, time),
        ({ drawn, of }) => drawn === of,
      )
      expect(answer.of).toBe(made.length)
      const isLit = (column: number, row: number): boolean => (answer.cells[column]?.[row] ?? '0') !== '0'
      const near = new Set<string>()
      for (const { lag, codes } of made)
        for (let k = 0; k + 1 < scans; k++)
          for (let part = 0; part <= 1; part += 1 / 512) {
            const [a, b] = [codes[k * channels + place]!, codes[(k + 1) * channels + place]!]
            const column = ((lag + k + part) * wish.columns) / scans
            const height = ((a + (b - a) * part - wish.low) / (wish.high - wish.low)) * wish.rows
            const row = Math.max(0, Math.min(wish.rows - 1, height))
            const [c, r] = [Math.floor(column), Math.floor(row)]
            if (c >= wish.columns) continue
            // A point on the border of two cells may be in either.
            const isInside = [column - c, row - r].every((one) => one > 1e-6 && one < 1 - 1e-6)
            if (isInside && !isLit(c, r)) throw new Error(`the line goes through ${c}, ${r}`)
            for (const x of [c - 1, c, c + 1]) for (const y of [r - 1, r, r + 1]) near.add(`${x} ${y}`)
          }
      answer.cells.forEach((cells, column) => {
        expect(cells).toHaveLength(wish.rows)
        for (let row = 0; row < wish.rows; row++)
          if (isLit(column, row) && !near.has(`${column} ${row}`)) throw new Error(`no line is near ${column}, ${row}`)
      })
    }
  })

  it('are the newest alone where so many are asked for, brighter where more of them pass, and a single one is seen', () => {
    const flat = (code: number): Made => ({ lag: 0, codes: Array<number>(10).fill(code) })
    const made = [flat(-90), ...Array.from({ length: 200 }, () => flat(10)), flat(50)]
    const { looks, time } = open(made)
    const wish = { newest: 201, place: 0, columns: 4, rows: 10, low: -100, high: 100 }
    const { answer } = untilDone(
      () => looks.overlay(wish, time),
      ({ drawn, of }) => drawn === of,
    )
    expect(answer).toMatchObject({ drawn: 201, of: 201 })
    expect(answer.cells[1]).toBe('00000f0100')
    // The oldest is no more among the newest.
    made.push(flat(70))
    const { answer: later } = untilDone(
      () => looks.overlay(wish, time),
      ({ drawn, of }) => drawn === of,
    )
    expect(later.cells[1]).toBe('00000f0110')
    expect(looks.overlay({ ...wish, newest: 0 }, time)).toMatchObject({ drawn: 0, of: 0 })
  })

  it('take a slice of time for each question, none while the thread is late, and begin anew with others', () => {
    const made = Array.from({ length: 3000 }, () => ({ lag: 0, codes: [1, 2, 3] }))
    const { looks, time, segments } = open(made)
    const wish = { newest: 1e7, place: 0, columns: 3, rows: 3, low: 0, high: 4 }
    time.waitedMs = 21
    expect(looks.overlay(wish, time).drawn).toBe(0)
    time.waitedMs = 0
    const first = looks.overlay(wish, time).drawn
    expect(first).toBeGreaterThan(100)
    expect(first).toBeLessThan(1000)
    expect(looks.overlay(wish, time).drawn).toBeGreaterThan(first)
    segments.generation++
    expect(looks.overlay(wish, time).drawn).toBeLessThan(1.5 * first)
  })
})

describe('the first segment that differs', () => {
  it('is the first with a sample beyond both samples of the chosen one around it by more than the tolerance', () => {
    let found = 0
    for (let seed = 1; seed <= 200; seed++) {
      const chance = seeded(seed)
      const [scans, channels] = [2 + Math.floor(chance() * 20), 1 + Math.floor(chance() * 2)]
      const place = Math.floor(chance() * channels)
      const made = Array.from({ length: 12 }, () => ({
        lag: chance() < 0.2 ? 0.5 : chance(),
        codes: Array.from({ length: scans * channels }, (_, k) => Math.round(300 * Math.sin(k / 3) + 30 * chance())),
      }))
      const { looks, time } = open(made, channels)
      const index = Math.floor(chance() * 6)
      const tolerance = 2 + 30 * chance()
      // By the definition: at each instant of a sample, the two of the chosen one around it.
      const beyond = (one: Made): number =>
        Math.max(
          ...Array.from({ length: scans }, (_, k) => {
            const at = k + one.lag - made[index]!.lag
            const around = [Math.floor(at), Math.ceil(at)].map((j) => made[index]!.codes[j * channels + place])
            if (around.some((code) => code === undefined) || at < 0 || at > scans - 1) return 0
            const code = one.codes[k * channels + place]!
            return Math.max(code - Math.max(...(around as number[])), Math.min(...(around as number[])) - code)
          }),
        )
      const wanted = made.findIndex((one, k) => k > index && beyond(one) > tolerance)
      const { answer } = untilDone(
        () => looks.differing({ index, place, tolerance }, time),
        ({ isDone }) => isDone,
      )
      expect(answer.index).toBe(wanted < 0 ? null : wanted)
      if (wanted >= 0) {
        expect(answer.by).toBe(beyond(made[wanted]!))
        found++
      }
      expect(answer).toMatchObject({ tolerance, looked: wanted < 0 ? 11 - index : wanted - index })
    }
    expect(found).toBeGreaterThan(50)
    expect(found).toBeLessThan(180)
  })

  it('is none of noise, and one with a spike a little above it, where the tolerance is automatic', () => {
    for (const deviation of [0, 5, 40]) {
      const chance = normal(7 + deviation)
      const lags = seeded(3)
      const shape = (at: number): number => 9000 * Math.sin((2 * Math.PI * at) / 1000)
      const one = (): Made => {
        const lag = lags()
        return { lag, codes: Array.from({ length: 200 }, (_, k) => Math.round(shape(k + lag) + deviation * chance())) }
      }
      const made = Array.from({ length: 3000 }, one)
      const ask = () =>
        untilDone(
          () => looks.differing({ index: 0, place: 0, tolerance: 0 }, time),
          (one) => one.isDone,
        )
      const { looks, time, segments } = open(made)
      const { answer, asked } = ask()
      expect(answer).toMatchObject({ index: null, looked: 2999 })
      expect(asked).toBeGreaterThan(3)
      expect(answer.tolerance).toBeGreaterThan(8 * deviation * 0.8)
      expect(answer.tolerance).toBeLessThan(8.5 * deviation * 1.3 + 6)
      made[2000] = { ...made[2000]!, codes: made[2000]!.codes.with(120, Math.round(shape(120) + 16 * deviation + 100)) }
      segments.generation++
      expect(ask().answer).toMatchObject({ index: 2000, at: 120 + made[2000]!.lag })
    }
  })

  it('is told as soon as it is kept', () => {
    const made: Made[] = [{ lag: 0, codes: [0, 0, 0, 0] }]
    const { looks, time } = open(made)
    const ask = () => looks.differing({ index: 0, place: 0, tolerance: 10 }, time)
    expect(ask()).toMatchObject({ index: null, isDone: true, looked: 0 })
    made.push({ lag: 0.5, codes: [0, 0, 11, 0] })
    expect(ask()).toMatchObject({ index: 1, by: 11, at: 2.5 })
  })

  it('has at least the steps of a converter for its noise', () => {
    expect(noiseTolerance([5])).toBe(2)
    expect(noiseTolerance([1, 2, 3, 4, 5, 6])).toBe(2)
  })
})
