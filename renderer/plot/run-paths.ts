// A run of points as canvas paths: a line, or a band with its outline. Pieces end where nothing was captured.
import type { TraceRun } from './trace-builder.ts'

export interface RunPaths {
  readonly stroke: Path2D
  readonly fill: Path2D | null
}

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

export function runPaths(run: TraceRun, { x, y }: Projection): RunPaths {
  const stroke = new Path2D()
  const fill = run.form === 'band' ? new Path2D() : null
  for (const [from, end] of pieces(run)) {
    const outline = fill ?? stroke
    outline.moveTo(x(run.x[from]!), y(run.high[from]!))
    for (let k = from + 1; k < end; k++) outline.lineTo(x(run.x[k]!), y(run.high[k]!))
    if (fill === null) continue
    for (let k = end - 1; k >= from; k--) fill.lineTo(x(run.x[k]!), y(run.low[k]!))
    fill.closePath()
  }
  if (fill !== null) stroke.addPath(fill)
  return { stroke, fill }
}

/** Samples far enough apart are shown as what they are: points that a line joins. */
export function sampleDots(run: TraceRun, { x, y }: Projection, radius: number): Path2D {
  const dots = new Path2D()
  for (let k = 0; k < run.count; k++) {
    if (Number.isNaN(run.low[k])) continue
    const atX = x(run.x[k]!)
    const atY = y(run.low[k]!)
    dots.moveTo(atX + radius, atY)
    dots.arc(atX, atY, radius, 0, 2 * Math.PI)
  }
  return dots
}
