// Where the points of records lie: on a grid that hangs on the instant of the trigger, so that records lie upon one another.
import { sincTaps, sincTapsBefore } from '#shared/sinc.ts'

export interface RecordGrid {
  /** Where point 0 begins, in scans from the instant: a multiple of {@link step}. */
  readonly first: number
  /** Whole scans from point to point. */
  readonly step: number
  readonly points: number
}

/** A stretch of time around the trigger, in scans with fractions: `from` up to `until`. */
export interface RecordWindow {
  readonly from: number
  readonly until: number
}

/** Points of a record, at most: several for each column of any screen. */
export const mostPoints = 8192
/** Points beyond both ends of the window: the curve through them reaches the border. */
const margin = { fine: sincTaps / 2 + 2, wide: 1 } as const

/** As fine as {@link mostPoints} allow. */
export function recordGrid({ from, until }: RecordWindow): RecordGrid {
  const least = Math.ceil((until - from) / (mostPoints - 2 * margin.fine - 4))
  const step = Math.max(1, least)
  const beyond = step === 1 ? margin.fine : margin.wide
  const first = Math.floor(from / step) - beyond
  return { first: first * step, step, points: Math.ceil(until / step) + beyond - first }
}

export function sameGrid(a: RecordGrid | null, b: RecordGrid | null): boolean {
  return a === b || (a !== null && b !== null && a.first === b.first && a.step === b.step && a.points === b.points)
}

/** The scans that the points of a record are made of when its instant is that of a sample or up to one scan behind it. */
export function neededFor({ first, step, points }: RecordGrid): RecordWindow {
  if (step > 1) return { from: first, until: first + points * step + 1 }
  return { from: first - sincTapsBefore, until: first + points + sincTaps - sincTapsBefore }
}
