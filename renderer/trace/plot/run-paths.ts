// A run of points as a path on a canvas: a line that ends where nothing was captured, and dots for its samples.
import type { TraceRun } from './trace-builder.ts'

/** Paths need to know where a time and a division lie on the canvas, in device pixels. */
export interface Projection {
  x(seconds: number): number
  y(divisions: number): number
}

/** Whole pieces of a run, as [from, end) point numbers: NaN points separate them. */
export function pieces(run: Pick<TraceRun, 'count' | 'low'>): [number, number][] {
  const found: [number, number][] = []
  let from = -1
  for (let k = 0; k <= run.count; k++) {
    const present = k < run.count && !Number.isNaN(run.low[k])
    if (present && from < 0) from = k
    if (!present && from >= 0) {
      found.push([from, k])
      from = -1
    }
  }
  return found
}

/** @param line what it is added to */
export function linePath(run: TraceRun, { x, y }: Projection, line = new Path2D()): Path2D {
  for (const [from, end] of pieces(run)) {
    line.moveTo(x(run.x[from]!), y(run.high[from]!))
    for (let k = from + 1; k < end; k++) line.lineTo(x(run.x[k]!), y(run.high[k]!))
  }
  return line
}

/** Samples far enough apart are shown as what they are: points that a line joins. */
export function sampleDots(run: TraceRun, { x, y }: Projection, radius: number, dots = new Path2D()): Path2D {
  for (const k of run.samples) {
    if (Number.isNaN(run.low[k])) continue
    const atX = x(run.x[k]!)
    const atY = y(run.low[k]!)
    dots.moveTo(atX + radius, atY)
    dots.arc(atX, atY, radius, 0, 2 * Math.PI)
  }
  return dots
}
