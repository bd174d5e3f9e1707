import { describe, expect, it } from 'vitest'
import { columnsOf, levelPlace, uprightPlace } from './edge-places.ts'

describe('places of handles', () => {
  it('follow what they stand for, and stay on the screen', () => {
    expect(uprightPlace(0)).toEqual({ part: 0.5, beyond: false })
    expect(uprightPlace(2)).toEqual({ part: 0.25, beyond: false })
    expect(uprightPlace(40)).toMatchObject({ beyond: true })
    expect(uprightPlace(40).part).toBeGreaterThan(0)
    expect(levelPlace(-3)).toMatchObject({ beyond: true })
    expect(levelPlace(0.25)).toEqual({ part: 0.25, beyond: false })
    // A hand put it at the end, and rounding a little behind it.
    expect([levelPlace(-1.4e-16), levelPlace(1 + 2e-15)]).toMatchObject([{ beyond: false }, { beyond: false }])
  })

  it('stand beside each other where they would cover each other', () => {
    const places = [10, 20, 30, -1].map(uprightPlace)
    expect(columnsOf(places)).toEqual([0, 1, 2, 0])
    expect(columnsOf([0, 0.01, 3].map(uprightPlace))).toEqual([0, 1, 0])
  })
})
