// Long lists and small pictures, by numbers.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstRow, type ListPlace, rowByKey, rowsInView, scrollHeight, scrollTopFor } from './list-window.ts'
import { picturePath } from './picture-path.ts'

const places = fc
  .record({
    rows: fc.integer({ min: 1, max: 1e7 }),
    more: fc.integer({ min: 0, max: 1e6 }),
    viewHeight: fc.integer({ min: 0, max: 900 }),
  })
  .map(({ rows, more, viewHeight }): ListPlace => ({ rows, mostRows: rows + more, rowHeight: 24, viewHeight }))

describe('the window of a long list', () => {
  it('can be scrolled to any row, exactly, and is never higher than an element may be', () => {
    fc.assert(
      fc.property(places, fc.nat(), fc.nat(), (place, some, other) => {
        const mostTop = scrollHeight(place) - place.viewHeight
        const before = some % (mostTop + 1)
        const row = other % place.rows
        const top = scrollTopFor(place, before, row)
        expect(top).toBeLessThanOrEqual(mostTop)
        const first = firstRow(place, top)
        expect(row).toBeGreaterThanOrEqual(first)
        expect(row).toBeLessThan(first + rowsInView(place))
        expect(scrollHeight(place)).toBeLessThan(3e7)
      }),
    )
  })

  it('moves only as far as a row needs, and keeps its place while rows come', () => {
    const place = { rows: 100, mostRows: 5000, rowHeight: 24, viewHeight: 100 }
    expect([scrollTopFor(place, 240, 11), scrollTopFor(place, 240, 14), scrollTopFor(place, 240, 3)]).toEqual([
      240, 264, 72,
    ])
    expect(firstRow({ ...place, rows: 5000 }, 240)).toBe(firstRow(place, 240))
    expect(firstRow(place, 1e6)).toBe(96)
  })

  it('has no row for a key of something else, nor where there are none', () => {
    const place = { rows: 3, mostRows: 3, rowHeight: 24, viewHeight: 100 }
    expect([rowByKey(place, 'Enter', 1), rowByKey({ ...place, rows: 0 }, 'End', null)]).toEqual([null, null])
    expect([rowByKey(place, 'ArrowUp', null), rowByKey(place, 'ArrowDown', null)]).toEqual([0, 0])
  })
})

describe('the line of a picture', () => {
  const values = { low: -1, high: 1 }

  it('goes through every column from left to right, from where it ended, and keeps to the edges', () => {
    expect(picturePath([], values)).toBe('')
    expect(picturePath([0, 0, -1, 1], values)).toBe('M0.2500 0.5000L0.7500 1.0000L0.7500 0.0000')
    expect(picturePath([1, 1, -1, 0.5], values)).toBe('M0.2500 0.0000L0.7500 0.2500L0.7500 1.0000')
    expect(picturePath([-5, 7], values)).toBe('M0.5000 1.0000L0.5000 0.0000')
  })

  it('takes the part of the width that it is given', () => {
    expect(picturePath([0, 0, 0, 0], values, { low: 0.5, high: 1 })).toBe('M0.6250 0.5000L0.8750 0.5000')
  })
})
