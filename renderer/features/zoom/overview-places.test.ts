import { describe, expect, it } from 'vitest'
import { overviewPlaces, type Place } from './overview-places.ts'

const end = ({ left, width }: Place): number => left + width

describe('the window in the overview', () => {
  it('is seen where it is, and held between its ends', () => {
    expect(overviewPlaces(0.4, 0.6, 1000)).toEqual({
      shown: { left: 400, width: 200 },
      start: { left: 376, width: 24 },
      window: { left: 400, width: 200 },
      end: { left: 600, width: 24 },
    })
  })

  it('is seen and can be held however narrow it is, wherever it stands', () => {
    for (let k = 0; k <= 100; k++)
      for (const width of [0, 1e-6, 0.01, 0.03, 0.2, 1]) {
        const from = (k / 100) * (1 - width)
        const { shown, start, window, end: last } = overviewPlaces(from, from + width, 800)
        expect(shown.width).toBeGreaterThanOrEqual(2)
        expect(shown.left).toBeGreaterThanOrEqual(0)
        expect(end(shown)).toBeLessThanOrEqual(800 + 1e-9)
        // Side by side within the overview, none narrower than a finger.
        expect(start.left).toBeGreaterThanOrEqual(0)
        expect(end(start)).toBeCloseTo(window.left, 9)
        expect(end(window)).toBeCloseTo(last.left, 9)
        expect(end(last)).toBeLessThanOrEqual(800)
        for (const place of [start, window, last]) expect(place.width).toBeGreaterThanOrEqual(24 - 1e-9)
      }
  })
})
