import { describe, expect, it } from 'vitest'
import { forEachColumn } from './band-columns.ts'
import type { TraceRun } from './trace-builder.ts'

const band = (...ranges: (readonly [number, number])[]): TraceRun => ({
  channel: 0,
  form: 'band',
  count: ranges.length,
  x: Float64Array.from(ranges, (_, k) => k + 0.5),
  low: Float32Array.from(ranges, ([low]) => low),
  high: Float32Array.from(ranges, ([, high]) => high),
  columnSeconds: 1,
  samples: new Int32Array(),
})
/** Columns of two pixels; a division is a pixel, 0 at 100. An outline is a pixel, half of it on either side. */
const projection = { x: (seconds: number) => 2 * seconds, y: (divisions: number) => 100 - divisions }

function columnsOf(run: TraceRun): number[][] {
  const columns: number[][] = []
  forEachColumn(run, projection, 1, (...column) => columns.push(column))
  return columns
}

describe('columns of a band', () => {
  it('are outlined above and below, and tile the width', () => {
    expect(columnsOf(band([10, 20], [10, 20], [10, 20]))).toEqual([
      [0, 2, 79.5, 80.5, 89.5, 90.5],
      [2, 2, 79.5, 80.5, 89.5, 90.5],
      [4, 2, 79.5, 80.5, 89.5, 90.5],
    ])
  })

  it('are seen at the border of the plot if they reach into it by a part of a pixel', () => {
    const columns: (readonly [number, number])[] = []
    const shifted = { ...projection, x: (seconds: number) => 2 * seconds - 1.7 }
    forEachColumn(band([10, 20], [0, 5], [10, 20]), shifted, 1, (left, width) => columns.push([left, width]), {
      left: 0,
      right: 2,
    })
    // From -1.7 to 0.3, to 2.3, to 4.3.
    expect(columns).toEqual([
      [0, 1],
      [0, 2],
      [2, 2],
    ])
    const late: (readonly [number, number])[] = []
    const plot = { left: 0, right: 12 }
    forEachColumn(
      band([10, 20], [0, 5]),
      { ...projection, x: (s) => 2 * s + 9.6 },
      1,
      (x, w) => late.push([x, w]),
      plot,
    )
    // The second from 11.6 on.
    expect(late).toEqual([
      [10, 2],
      [11, 1],
    ])
  })

  it('are bright as far as the outline runs up or down in them', () => {
    const [, step, , down] = columnsOf(band([0, 10], [0, 30], [0, 30], [10, 30], [25, 28]))
    // Up to 30 in the second column, from 10 in the first; the bottom stays where it is.
    expect(step).toEqual([2, 2, 69.5, 89.5, 99.5, 100.5])
    // The last lies within the column before it: the bottom rises there.
    expect(down).toEqual([6, 2, 69.5, 71.5, 75.5, 90.5])
  })

  it('are bright all over where the outline crosses them', () => {
    const [, edge] = columnsOf(band([0, 1], [0, 50], [49, 50]))
    const [, , top, upper, lower, bottom] = edge!
    expect([top, bottom]).toEqual([49.5, 100.5])
    expect(upper).toBe(lower)
  })

  it('reach to a neighbour that lies wholly above or below', () => {
    const columns = columnsOf(band([0, 10], [30, 40], [5, 8]))
    expect(columns.map(([, , top, , , bottom]) => [top, bottom])).toEqual([
      [89.5, 100.5],
      [59.5, 89.5],
      [70.5, 95.5],
    ])
  })

  it('are never thinner than a line, and leave out what was not captured', () => {
    const columns = columnsOf(band([3, 3], [Number.NaN, Number.NaN], [4, 4]))
    expect(columns).toEqual([
      [0, 2, 96.5, 97.5, 97.5, 97.5],
      [4, 2, 95.5, 96.5, 96.5, 96.5],
    ])
  })

  it('are as wide as they are long, also when there is only one, and never narrower than a pixel', () => {
    expect(columnsOf({ ...band([3, 5]), columnSeconds: 40 })).toEqual([[-39, 80, 94.5, 95.5, 96.5, 97.5]])
    const narrow = { ...projection, x: (seconds: number) => seconds / 10 }
    const columns: number[][] = []
    forEachColumn(band([0, 1], [0, 9], [0, 1]), narrow, 1, (...column) => columns.push(column))
    expect(columns.map(([, width]) => width)).toEqual([1, 1, 1])
  })
})
