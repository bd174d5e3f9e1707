// Where a channel crosses the middle between its lowest and highest value in the drawn record. Pure.
import type { Frame } from '#shared/frame/frame.ts'
import { type FrameSection, sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { frameGaps } from '../../scale/frame-extent.ts'
import { sectionOf } from './trace-value.ts'

/** A crossing counts when the signal goes on by this part of its height: noise around the middle is no edge. */
const hysteresis = 0.1
/** Of an envelope: an edge that is spread over more columns may be several, and is none. */
const mostMixedColumns = 3
/** Codes: less is no signal but the last bits of the converter. */
const leastHeight = 4

/** Of each point the lowest and the highest code; null: nothing was captured there. */
type Column = { readonly low: number; readonly high: number } | null

function columnsOf(frame: Frame, section: FrameSection): (point: number) => Column {
  const codes = sectionInt16(section)
  if (section.kind === sectionKind.envelope)
    return (point) => {
      const [low, high] = [codes[2 * point]!, codes[2 * point + 1]!]
      return low > high ? null : { low, high }
    }
  const gaps = frame.hasGap ? frameGaps(frame) : []
  return (point) => {
    const sample = frame.firstSample + point
    if (gaps.some(({ first, count }) => sample >= first && sample < first + count)) return null
    return { low: codes[point]!, high: codes[point]! }
  }
}

/**
 * The edges of a channel, in samples behind the first one of the frame, with fraction, oldest first. Between samples the place is
 * found by linear interpolation, as IEEE 181-2011 has it; of an envelope it is the middle of the columns that the edge takes.
 * @param index of the channel in the scan, or number of a derived trace
 */
export function edgesOf(frame: Frame, index: number): number[] {
  const section = sectionOf(frame, index)
  if (section === undefined) return []
  const columnAt = columnsOf(frame, section)
  const middle = middleOf(frame, columnAt)
  if (middle === null) return []
  const { level, margin } = middle
  const isRaw = section.kind === sectionKind.samples
  const edges: number[] = []
  /** On which side the signal surely was last; null: not known yet, or nothing was captured since. */
  let side: 'above' | 'below' | null = null
  /** The newest crossing since; the last point on that side. */
  let crossing: number | null = null
  let last = 0
  for (let point = 0; point < frame.points; point++) {
    const column = columnAt(point)
    if (column === null) {
      side = null
      crossing = null
      continue
    }
    if (isRaw && side !== null) crossing = crossingBefore(columnAt(point - 1), column.low, level, point) ?? crossing
    const now = column.low > level + margin ? 'above' : column.high < level - margin ? 'below' : null
    if (now === null) continue
    if (side !== null && now !== side) {
      const mixed = point - last - 1
      if (isRaw) edges.push(crossing ?? point)
      else if (mixed <= mostMixedColumns) edges.push(((last + point + 1) / 2) * frame.scansPerPoint)
    }
    side = now
    last = point
  }
  return edges
}

function middleOf(frame: Frame, columnAt: (point: number) => Column): { level: number; margin: number } | null {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let point = 0; point < frame.points; point++) {
    const column = columnAt(point)
    if (column === null) continue
    low = Math.min(low, column.low)
    high = Math.max(high, column.high)
  }
  if (!(high - low >= leastHeight)) return null
  return { level: (low + high) / 2, margin: (hysteresis / 2) * (high - low) }
}

/** Where the line from the point before to this one crosses the level; null: it does not. */
function crossingBefore(before: Column, code: number, level: number, point: number): number | null {
  if (before === null || before.low < level === code < level) return null
  return point - 1 + (level - before.low) / (code - before.low)
}

/**
 * The nearest edge in a direction.
 * @param apart edges nearer than this, in samples, are where the cursor stands already
 */
export function nextEdge(edges: readonly number[], from: number, direction: 1 | -1, apart: number): number | null {
  if (direction === 1) return edges.find((edge) => edge > from + apart) ?? null
  return edges.findLast((edge) => edge < from - apart) ?? null
}

/** The one nearest to a place; null: there is none. */
export function nearest(places: readonly number[], to: number): number | null {
  let best: number | null = null
  for (const place of places) if (best === null || Math.abs(place - to) < Math.abs(best - to)) best = place
  return best
}
