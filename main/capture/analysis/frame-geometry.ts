// Where the points of a frame lie. Columns sit on a grid that does not move with the window (it hangs on the trigger, or
// on sample 0), so that a trace does not shimmer while time goes by or the view is dragged.
import type { Acquisition } from './acquisition.ts'
import type { ViewWindow } from './view.ts'

export interface Geometry {
  readonly form: 'raw' | 'envelope'
  readonly first: number
  /** Scans per point. */
  readonly width: number
  readonly points: number
  /** The samples the points stand for and that are in memory: `from` up to `until`. */
  readonly from: number
  readonly until: number
}

/** Samples of all channels a raw frame may hold: 1 MiB, which is 64 MB/s at 60 frames per second. */
const rawBudgetBytes = 1024 * 1024
/** Up to this many samples per column and channel, samples draw as fast as an envelope and show more. */
const rawSamplesPerColumn = 4
/** Samples beyond both ends of the window, so that a line or a curve through them reaches the border. */
const rawMargin = 4

/** Lays out the points of a window in at most `columns` columns. What lies outside the memory is cut off. */
export function frameGeometry(window: ViewWindow, columns: number, channels: number, now: Acquisition): Geometry {
  const rawFirst = Math.floor(window.first) - rawMargin
  const rawEnd = Math.ceil(window.end) + rawMargin
  const rawPoints = rawEnd - rawFirst
  const few = rawPoints <= Math.max(columns, 256) * rawSamplesPerColumn && rawPoints * channels * 2 <= rawBudgetBytes
  const first = Math.max(rawFirst, now.oldest)
  const end = Math.min(rawEnd, now.newest)
  if (few && end > first && now.gaps.missing(first, end) === 0)
    return { form: 'raw', first, width: 1, points: end - first, from: first, until: end }
  return envelopeGeometry(window, columns, now)
}

function envelopeGeometry(window: ViewWindow, columns: number, now: Acquisition): Geometry {
  const span = window.end - window.first
  // One column more than the span needs, because the grid does not begin where the window does.
  const width = Math.max(1, Math.ceil(span / Math.max(1, columns - 1)))
  const origin = window.anchor === 'trigger' ? window.reference : 0
  const start = origin + Math.floor((window.first - origin) / width) * width
  const wanted = Math.min(columns, Math.ceil((window.end - start) / width))
  const inside = (column: number): number => Math.max(0, Math.min(wanted, column))
  const before = inside(Math.floor((now.oldest - start) / width))
  const first = start + before * width
  const points = inside(Math.ceil((now.newest - start) / width)) - before
  const from = Math.max(first, now.oldest)
  const until = Math.max(from, Math.min(first + Math.max(0, points) * width, now.newest))
  return { form: 'envelope', first, width, points: Math.max(0, points), from, until }
}
