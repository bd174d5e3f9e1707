// A band as columns of pixels: what is bright of each is the outline of the whole, what is dim its inside. Rectangles are
// quick where the outline of a fast signal, a path of thousands of edges, is not. Pure.
import { type Projection, pieces } from './run-paths.ts'
import type { TraceRun } from './trace-builder.ts'

/** A column, device pixels: bright from `top` to `upper` and from `lower` to `bottom`, dim between. */
export type VisitColumn = (
  left: number,
  width: number,
  top: number,
  upper: number,
  lower: number,
  bottom: number,
) => void

/** The first pixel of the plot, and one behind the last. */
export interface Sides {
  readonly left: number
  readonly right: number
}

const everywhere: Sides = { left: Number.NEGATIVE_INFINITY, right: Number.POSITIVE_INFINITY }

/**
 * Visits the columns of a run from left to right. Neighbours touch: where one lies wholly above the other, it is drawn
 * out to it, as the signal did run between them.
 * @param line thickness of the outline, half of it on either side of the place
 * @param plot a column that reaches into it is seen in it, if only by a part of a pixel
 */
export function forEachColumn(
  run: TraceRun,
  { x, y }: Projection,
  line: number,
  visit: VisitColumn,
  plot = everywhere,
): void {
  for (const [from, end] of pieces(run)) {
    const count = end - from
    const tops = new Float64Array(count)
    const bottoms = new Float64Array(count)
    for (let k = 0, above = Number.NEGATIVE_INFINITY, below = Number.POSITIVE_INFINITY; k < count; k++) {
      const top = y(run.high[from + k]!) - line / 2
      const bottom = y(run.low[from + k]!) + line / 2
      tops[k] = Math.min(top, below)
      bottoms[k] = Math.max(bottom, above)
      above = top
      below = bottom
    }
    for (let k = 0; k < count; k++) {
      const [left, right] = sides(run, from, end, from + k, x, plot)
      const top = tops[k]!
      const bottom = bottoms[k]!
      const before = Math.max(0, k - 1)
      const after = Math.min(count - 1, k + 1)
      const upper = Math.min(bottom, Math.max(top + line, tops[before]!, tops[after]!))
      const lower = Math.max(top, Math.min(bottom - line, bottoms[before]!, bottoms[after]!))
      if (upper < lower) visit(left, right - left, top, upper, lower, bottom)
      else visit(left, right - left, top, bottom, bottom, bottom)
    }
  }
}

/**
 * From the middle between a column and the one before it to that between it and the next, on whole pixels, at least one;
 * beside what was not captured, as wide as the column is.
 */
function sides(
  run: TraceRun,
  from: number,
  end: number,
  k: number,
  x: Projection['x'],
  plot: Sides,
): readonly [number, number] {
  const here = x(run.x[k]!)
  const half = (x(run.columnSeconds) - x(0)) / 2
  const left = Math.round(k === from ? here - half : (here + x(run.x[k - 1]!)) / 2)
  const right = Math.round(k === end - 1 ? here + half : (here + x(run.x[k + 1]!)) / 2)
  const behind = Math.max(left + 1, right)
  if (behind <= plot.left && here + half > plot.left) return [plot.left, plot.left + 1]
  if (left >= plot.right && here - half < plot.right) return [plot.right - 1, plot.right]
  return [left, behind]
}
