import { describe, expect, it } from 'vitest'
import { normal } from '../../testing/signals.ts'
import { Statistics, type StatisticsFigures } from './statistics.ts'

function twoPass(values: Float64Array): StatisticsFigures {
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const value of values) {
    sum += value
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  const mean = sum / values.length
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return { count: values.length, now: values.at(-1)!, mean, min, max, sigma: Math.sqrt(squares / (values.length - 1)) }
}

function near(found: StatisticsFigures, wanted: StatisticsFigures): void {
  const { count, now, min, max } = wanted
  expect(found).toMatchObject({ count, now, min, max })
  expect(Math.abs(found.mean / wanted.mean - 1)).toBeLessThan(1e-9)
  expect(Math.abs(found.sigma / wanted.sigma - 1)).toBeLessThan(1e-9)
}

describe('statistics', () => {
  const chance = normal(5)
  // Periods of 10 MHz that wander by a picosecond: a large mean beside a small deviation.
  const values = Float64Array.from({ length: 1_000_000 }, () => 100e-9 + 1e-12 * chance())

  it('of a million values are those of a two-pass computation', () => {
    const statistics = new Statistics()
    // One, two, four values at once, and so on, and then those that are left.
    for (let from = 0, more = 1; from < values.length; from += more, more = (more * 2) % 8191)
      statistics.add(values.subarray(from, from + more))
    near(statistics.figures, twoPass(values))
  })

  it('are none of no value, and have no deviation of one', () => {
    const statistics = new Statistics()
    expect(statistics.figures).toEqual({ count: 0, now: NaN, mean: NaN, min: NaN, max: NaN, sigma: NaN })
    statistics.add(new Float64Array())
    expect(statistics.figures.count).toBe(0)
    statistics.add(Float64Array.of(3))
    expect(statistics.figures).toEqual({ count: 1, now: 3, mean: 3, min: 3, max: 3, sigma: 0 })
  })
})
