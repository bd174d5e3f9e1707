import { describe, expect, it } from 'vitest'
import { growthOf } from './trend.ts'

const series = (of: (k: number) => number): { atSeconds: number; value: number }[] =>
  Array.from({ length: 100 }, (_, k) => ({ atSeconds: k, value: of(k) }))

describe('the growth of a figure', () => {
  it('is none of what fills up and stays', () => {
    expect(growthOf(series((k) => Math.min(1000, 100 + k * 30))).relative).toBe(0)
    expect(Math.abs(growthOf(series((k) => 1000 * (1 - Math.exp(-k / 8)))).relative)).toBeLessThan(0.01)
  })

  it('is none of the teeth of a garbage collector, nor of a peak', () => {
    expect(Math.abs(growthOf(series((k) => 1000 + (k % 7) * 40)).relative)).toBeLessThan(0.01)
    expect(growthOf(series((k) => (k === 80 ? 5000 : 1000))).relative).toBe(0)
  })

  it('is that of a leak, also of a small one below the teeth', () => {
    expect(growthOf(series((k) => 1000 + 2 * k + (k % 7) * 40)).relative).toBeGreaterThan(0.07)
    expect(growthOf(series((k) => 20 + Math.floor(k / 10))).absolute).toBeGreaterThan(3)
  })
})
