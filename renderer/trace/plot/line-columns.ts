// A line of more points than the plot has columns, as one stretch for each column of pixels: what the line runs through in
// it. A rectangle is quick where a path of thousands of corners is not, and nobody could tell them apart. Pure.
import type { Sides } from './band-columns.ts'
import { type Projection, pieces } from './run-paths.ts'
import type { TraceRun } from './trace-builder.ts'

/** From so many points per column of pixels on, columns are quicker than a path. */
const densest = 1.25

export function isDense(run: Pick<TraceRun, 'form' | 'count'>, plot: Sides): boolean {
  return run.form === 'line' && run.count > densest * (plot.right - plot.left)
}

/**
 * Visits the columns of the plot that the line runs through, from left to right.
 * @param visit column, and the uppermost and lowermost place of the line in it, device pixels
 */
export function forEachLineColumn(
  run: TraceRun,
  { x, y }: Projection,
  plot: Sides,
  visit: (left: number, top: number, bottom: number) => void,
): void {
  const columns = plot.right - plot.left
  const tops = new Float64Array(columns).fill(Number.POSITIVE_INFINITY)
  const bottoms = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY)
  const extend = (column: number, from: number, to: number): void => {
    const k = column - plot.left
    if (k < 0 || k >= columns) return
    tops[k] = Math.min(tops[k]!, from, to)
    bottoms[k] = Math.max(bottoms[k]!, from, to)
  }
  for (const [from, end] of pieces(run)) {
    let beforeX = x(run.x[from]!)
    let beforeY = y(run.high[from]!)
    extend(Math.floor(beforeX), beforeY, beforeY)
    for (let k = from + 1; k < end; k++) {
      const hereX = x(run.x[k]!)
      const hereY = y(run.high[k]!)
      const slope = (hereY - beforeY) / (hereX - beforeX)
      const last = Math.min(Math.floor(hereX), plot.right - 1)
      for (let column = Math.max(Math.floor(beforeX), plot.left); column <= last; column++) {
        const enters = column > beforeX ? beforeY + slope * (column - beforeX) : beforeY
        const leaves = column + 1 < hereX ? beforeY + slope * (column + 1 - beforeX) : hereY
        extend(column, enters, leaves)
      }
      beforeX = hereX
      beforeY = hereY
    }
  }
  for (let k = 0; k < columns; k++) if (bottoms[k]! >= tops[k]!) visit(plot.left + k, tops[k]!, bottoms[k]!)
}
