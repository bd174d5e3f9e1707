// The points from which the trace of a channel is drawn: its samples, its envelope, or what an acquisition mode has in their place.
// What the cursors read is what a person sees. Pure.
import type { Frame } from '#shared/frame/frame.ts'
import { sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { acquiredValues, frameAcquired } from './frame-acquired.ts'
import { frameGaps } from './frame-extent.ts'

/** Lowest and highest code of a point, with their fractions; the same where it has one value. Null: it has none. */
export type Point = { readonly low: number; readonly high: number } | null

export interface DrawnPoints {
  readonly points: number
  /** From point to point, samples. */
  readonly step: number
  /** Samples from the first one of the frame to the first point; of columns to where the first one begins. */
  readonly first: number
  /** Each is a column with a lowest and a highest value; else there is a line through them. */
  readonly areColumns: boolean
  at(point: number): Point
}

/**
 * @param index of the channel in the scan, or number of a derived trace
 * @returns null when the frame has none of it
 */
export function drawnPoints(frame: Frame, index: number): DrawnPoints | null {
  return acquiredPoints(frame, index) ?? capturedPoints(frame, index)
}

function acquiredPoints(frame: Frame, index: number): DrawnPoints | null {
  const section = frame.sections.find(({ kind, channel }) => kind === sectionKind.acquired && channel === index)
  const acquired = section === undefined ? null : frameAcquired(frame)
  const values = section === undefined || acquired === null ? null : acquiredValues(section, acquired)
  if (acquired === null || values === null) return null
  const { points, step } = acquired
  const areColumns = acquired.mode === 'envelope'
  const perPoint = areColumns ? 2 : 1
  return {
    points,
    step,
    // A point stands in the middle of its column.
    first: acquired.first - frame.firstSample - (areColumns ? step / 2 : 0),
    areColumns,
    at(point) {
      const [low, high] = [values[perPoint * point]!, values[perPoint * point + perPoint - 1]!]
      return low <= high ? { low, high } : null
    },
  }
}

function capturedPoints(frame: Frame, index: number): DrawnPoints | null {
  const section = frame.sections.find(
    ({ kind, channel }) => channel === index && (kind === sectionKind.samples || kind === sectionKind.envelope),
  )
  if (section === undefined) return null
  const codes = sectionInt16(section)
  const shared = { points: frame.points, step: frame.scansPerPoint, first: 0 }
  if (section.kind === sectionKind.envelope)
    return {
      ...shared,
      areColumns: true,
      at(point) {
        const [low, high] = [codes[2 * point]!, codes[2 * point + 1]!]
        // An empty column has its lowest code above its highest.
        return low > high ? null : { low, high }
      },
    }
  const gaps = frame.hasGap ? frameGaps(frame) : []
  return {
    ...shared,
    areColumns: false,
    at(point) {
      const sample = frame.firstSample + point * frame.scansPerPoint
      if (gaps.some(({ first, count }) => sample >= first && sample < first + count)) return null
      return { low: codes[point]!, high: codes[point]! }
    },
  }
}

/** The lowest and the highest code of all points; null: there is none. */
export function extentOf({ points, at }: DrawnPoints): Point {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let point = 0; point < points; point++) {
    const one = at(point)
    if (one === null) continue
    low = Math.min(low, one.low)
    high = Math.max(high, one.high)
  }
  return high >= low ? { low, high } : null
}
