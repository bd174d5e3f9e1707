import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram } from './histogram.ts'
import { Trend } from './trend.ts'

const value = fc.oneof(
  fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
  fc.double({ noNaN: true, min: 0.999_999, max: 1.000_001 }),
  fc.constantFrom(0, 1, -1, 1e-12, 1e12),
)

describe('the histogram', () => {
  it('loses no count, and has every value in its bin, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (values) => {
        const histogram = new Histogram()
        histogram.add(Float64Array.from(values))
        const { low, width, counts } = histogram.figures!
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length)
        expect([counts[0] === 0, counts.at(-1) === 0]).toEqual([false, false])
        // So many values lie below the end of each bin; one at the end itself may be in either.
        let below = 0
        counts.forEach((count, k) => {
          below += count
          const end = low + (k + 1) * width
          const slack = Math.abs(end) * 1e-12 + width * 1e-3
          expect(below).toBeGreaterThanOrEqual(values.filter((one) => one < end - slack).length)
          expect(below).toBeLessThanOrEqual(values.filter((one) => one < end + slack).length)
        })
      }),
    )
  })

  it('is fine enough for what varies little about a large value', () => {
    const histogram = new Histogram()
    for (let k = 0; k < 10_000; k++) histogram.add(Float64Array.of(1e6 + Math.sin(k)))
    const { counts, width } = histogram.figures!
    expect(counts.length).toBeGreaterThan(60)
    expect(width * counts.length).toBeLessThan(3)
    // A sine is most often at its ends.
    expect(Math.max(...counts.slice(0, 3))).toBeGreaterThan(2 * counts[Math.floor(counts.length / 2)]!)
  })

  it('is nothing before the first value', () => {
    expect(new Histogram().figures).toBeNull()
  })
})

describe('the trend', () => {
  it('keeps every extreme and the mean over any length of time, the newest at the end', () => {
    const step = fc.oneof(fc.double({ min: 0, max: 1e-3, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }))
    fc.assert(
      fc.property(fc.array(fc.tuple(value, step), { minLength: 1, maxLength: 400 }), (steps) => {
        const trend = new Trend()
        const planted: { at: number; value: number }[] = []
        let at = 5
        for (const [one, seconds] of steps) {
          planted.push({ at, value: one })
          trend.add(Float64Array.of(one), at)
          at += seconds
        }
        const { secondsPerColumn, min, max, mean } = trend.figures
        expect(min.length).toBeLessThanOrEqual(256)
        expect([max.length, mean.length]).toEqual([min.length, min.length])
        const span = planted.at(-1)!.at - 5
        // It fills at least half of its columns, once they are wider than at first.
        if (secondsPerColumn > 1e-3) expect(min.length).toBeGreaterThanOrEqual(128)
        expect(Math.abs(min.length * secondsPerColumn - span)).toBeLessThanOrEqual(secondsPerColumn * 1.001)
        const columns = new Map<number, number[]>()
        for (const one of planted) {
          const column = Math.floor((one.at - 5) / secondsPerColumn)
          columns.set(column, [...(columns.get(column) ?? []), one.value])
        }
        expect(min.flatMap((one, k) => (one === null ? [] : [k]))).toEqual([...columns.keys()].sort((a, b) => a - b))
        for (const [column, values] of columns) {
          expect(min[column]).toBe(Math.min(...values))
          expect(max[column]).toBe(Math.max(...values))
          const wanted = values.reduce((sum, one) => sum + one, 0) / values.length
          expect(Math.abs(mean[column]! - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(...values.map(Math.abs)))
        }
      }),
    )
  })

  it('goes on where the stream before it ended', () => {
    const trend = new Trend()
    trend.add(Float64Array.of(1), 100)
    trend.add(Float64Array.of(2), 100.5)
    trend.add(Float64Array.of(3), 0)
    trend.add(Float64Array.of(4), 0.5)
    const { mean, secondsPerColumn } = trend.figures
    expect(mean.length * secondsPerColumn).toBeCloseTo(1, 1)
    expect(mean.filter((one) => one !== null)).toEqual([1, 2.5, 4])
  })
})
