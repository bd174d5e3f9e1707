import { describe, expect, it } from 'vitest'
import { countPeriods } from './trace-picture.ts'

const sine = (periods: number, noise = 0): number[] =>
  Array.from({ length: 1000 }, (_, x) => 100 - 50 * Math.sin((2 * Math.PI * periods * x) / 1000) + noise * (x % 3))

describe('counting periods in a picture', () => {
  it.each([1, 2, 5, 8])('finds %d rising edges behind a trough, noise or not', (periods) => {
    // A sine that begins at its middle has its first trough after the first crest.
    expect(countPeriods([...sine(periods), ...sine(0.25)])).toBe(periods)
    expect(countPeriods([...sine(periods, 3), ...sine(0.25, 3)])).toBe(periods)
  })

  it('finds none in a line or in nothing', () => {
    expect(countPeriods(Array.from({ length: 100 }, () => 7))).toBe(0)
    expect(countPeriods([])).toBe(0)
  })
})
