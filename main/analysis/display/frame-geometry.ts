// Where the points of a frame lie. Columns sit on a grid that does not move with the window (it hangs on the trigger, or
// on sample 0), so that a trace does not shimmer while time goes by or the view is dragged.
import { sincTaps } from '#shared/sinc.ts'
import { levelFor, levelScans } from '../envelope/levels.ts'
import type { Acquisition } from '../trigger/acquisition.ts'
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

/** Points of a window, in scans from its origin. */
interface Grid {
  readonly first: number
  readonly columns: number
  readonly step: number
}

/** Samples of all channels a raw frame may hold: 1 MiB, which is 64 MB/s at 60 frames per second. */
const rawBudgetBytes = 1024 * 1024
/** Up to this many samples per column and channel, samples draw as fast as an envelope and show more. */
const rawSamplesPerColumn = 4
/** Samples beyond both ends of the window, so that the curve through them reaches the border. */
const rawMargin = sincTaps / 2 + 2

/** Whether samples themselves are shown, of a window from `first` to `end`: where they begin and how many they are. */
function rawLayout(first: number, end: number, columns: number, channels: number): Grid | null {
  const rawFirst = Math.floor(first) - rawMargin
  const points = Math.ceil(end) + rawMargin - rawFirst
  const most = Math.max(columns, 256) * rawSamplesPerColumn
  return points <= most && points * channels * 2 <= rawBudgetBytes
    ? { first: rawFirst, columns: points, step: 1 }
    : null
}

/** Columns of a window from `first` to `end`, on a grid through 0, whole multiples of `unit` wide. */
function gridLayout(first: number, end: number, columns: number, unit: number): Grid {
  // One column more than the span needs, because the grid does not begin where the window does.
  const least = (end - first) / Math.max(1, columns - 1)
  const step = Math.max(unit, Math.ceil(least / unit) * unit)
  const start = Math.floor(first / step) * step
  return { first: start, columns: Math.min(columns, Math.ceil((end - start) / step)), step }
}

/**
 * The level of the pyramid a window is read from; -1: from samples. As coarse as its columns allow, which is quick; and
 * coarser where what is finer is gone from memory, as long as most of the window is still there.
 */
function levelOf(window: ViewWindow, columns: number, now: Acquisition): number {
  const width = (window.end - window.first) / Math.max(1, columns - 1)
  const middle = Math.max(now.begin, (window.first + window.end) / 2)
  let level = levelFor(width)
  while (level < levelScans.length - 1 && (now.levelOldest[level] ?? now.oldest) > middle) level++
  return level
}

/** Lays out the points of a window in at most `columns` columns. What lies outside the memory is cut off. */
export function frameGeometry(window: ViewWindow, columns: number, channels: number, now: Acquisition): Geometry {
  const trigger = window.anchor === 'trigger' ? window.reference : 0
  const level = levelOf(window, columns, now)
  const raw = rawLayout(window.first - trigger, window.end - trigger, columns, channels)
  if (raw !== null && level < 0) {
    const first = Math.max(trigger + raw.first, now.oldest)
    const end = Math.min(trigger + raw.first + raw.columns, now.newest)
    if (end > first && now.gaps.missing(first, end) === 0)
      return { form: 'raw', first, width: 1, points: end - first, from: first, until: end }
  }
  const unit = level < 0 ? 1 : levelScans[level]!
  const origin = Math.floor(trigger / unit) * unit
  const grid = gridLayout(window.first - origin, window.end - origin, columns, unit)
  const start = origin + grid.first
  const oldest = level < 0 ? now.oldest : Math.min(now.oldest, now.levelOldest[level]!)
  const inside = (column: number): number => Math.max(0, Math.min(grid.columns, column))
  const before = inside(Math.floor((oldest - start) / grid.step))
  const first = start + before * grid.step
  const points = Math.max(0, inside(Math.ceil((now.newest - start) / grid.step)) - before)
  const from = Math.max(first, oldest)
  const until = Math.max(from, Math.min(first + points * grid.step, now.newest))
  return { form: 'envelope', first, width: grid.step, points, from, until }
}
