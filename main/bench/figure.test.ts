import { describe, expect, it } from 'vitest'
import { type BenchResult, describeFigures, digits, isReached } from './figure.ts'

const figure = { name: 'min/max', value: 8, unit: 'GS/s', perMemcpy: 1.7, perTwin: 9 }

function resultOf(value: number): BenchResult {
  const figures = [{ ...figure, value, wanted: { perMemcpy: 1.6 } }]
  return { command: 'kernels', at: '', runtime: '', cpu: '', memcpyGigabytesPerSecond: 8, figures }
}

describe('figures', () => {
  it('are reached when every ratio and the value are', () => {
    expect(isReached(figure)).toBe(true)
    expect(isReached({ ...figure, wanted: { perMemcpy: 1.6, perTwin: 8, value: 8 } })).toBe(true)
    expect(isReached({ ...figure, wanted: { perMemcpy: 1.8 } })).toBe(false)
    expect(isReached({ ...figure, wanted: { perTwin: 10 } })).toBe(false)
    expect(isReached({ name: 'p99', value: 2, unit: 'ms', lessIsBetter: true, wanted: { value: 1 } })).toBe(false)
    expect(isReached({ name: 'no twin', value: 2, unit: 'GS/s', wanted: { perTwin: 1 } })).toBe(false)
  })

  it('are shown with their ratios, and with the change from an earlier result', () => {
    const [line] = describeFigures(resultOf(8), resultOf(10))
    expect(line).toMatch(
      /^min\/max +8 GS\/s +1\.7 x memcpy +9 x twin +was 10 \(-20 %\); reached: at least 1\.6 x memcpy$/,
    )
    expect(digits(1234.5)).toBe('1230')
  })
})
