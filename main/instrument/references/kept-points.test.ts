import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeptPoints } from './kept-points.ts'

/** Lowest and highest of samples `from` up to `end`. */
function extremes(codes: readonly (number | null)[], from: number, end: number): [number, number] {
  const there = codes.slice(from, end).filter((code): code is number => code !== null)
  return there.length === 0 ? [32767, -32768] : [Math.min(...there), Math.max(...there)]
}

const code = fc.integer({ min: -32768, max: 32767 })

describe('KeptPoints', () => {
  it('keeps each sample where there is room, and lowest and highest of equally many where there is not', () => {
    const points = new KeptPoints(10, 4)
    expect(points.samplesPerPoint).toBe(3)
    points.put(0, Int16Array.from([5, 1, 9, 2, 2, 2, 7, 8, -4, 3, 100]))
    expect(points.columns(0, 10, 10)).toEqual({
      first: 0,
      samplesPerColumn: 3,
      low: Int16Array.from([1, 2, -4, 3]),
      high: Int16Array.from([9, 2, 8, 3]),
    })
    expect(points.extremes).toEqual({ low: -4, high: 9 })
    expect(new KeptPoints(5).extremes).toBeNull()
  })

  it('tells the lowest and the highest of every stretch, in columns that stay where they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(code, fc.constant(null)), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: -20, max: 320 }),
        fc.integer({ min: -20, max: 320 }),
        fc.integer({ min: 1, max: 40 }),
        (codes, most, first, end, columns) => {
          const points = new KeptPoints(codes.length, most)
          codes.forEach((one, k) => {
            if (one !== null) points.put(k, Int16Array.from([0, one, 0, 0]), 1, 4)
          })
          const found = points.columns(first, end, columns)
          expect(found.first % found.samplesPerColumn).toBe(0)
          expect(found.low.length).toBeLessThanOrEqual(Math.max(4 * columns, columns) + 2)
          found.low.forEach((low, k) => {
            const at = found.first + k * found.samplesPerColumn
            expect([low, found.high[k]]).toEqual(extremes(codes, at, at + found.samplesPerColumn))
          })
          // All that was asked for is in it.
          const last = found.first + found.low.length * found.samplesPerColumn
          if (first < end && end > 0 && first < codes.length) {
            expect(found.first).toBeLessThanOrEqual(Math.max(0, first))
            expect(last).toBeGreaterThanOrEqual(Math.min(codes.length, end))
          }
        },
      ),
    )
  })
})
