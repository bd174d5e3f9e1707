// Where a channel crosses the middle between its lowest and highest value in the drawn record. Pure.
import type { Frame } from '#shared/frame/frame.ts'
import { type DrawnPoints, drawnPoints, extentOf, type Point } from '../../scale/drawn-points.ts'

/** A crossing counts when the signal goes on by this part of its height: noise around the middle is no edge. */
const hysteresis = 0.1
/** Of an envelope: an edge that is spread over more columns may be several, and is none. */
const mostMixedColumns = 3
/** Codes: less is no signal but the last bits of the converter. */
const leastHeight = 4

/**
 * The edges of a channel, in samples behind the first one of the frame, with fraction, oldest first. Between samples the place is
 * found by linear interpolation, as IEEE 181-2011 has it; of an envelope it is the middle of the columns that the edge takes.
 * @param index of the channel in the scan, or number of a derived trace
 */
export function edgesOf(frame: Frame, index: number): number[] {
  const drawn = drawnPoints(frame, index)
  const middle = drawn === null ? null : middleOf(drawn)
  if (drawn === null || middle === null) return []
  const { level, margin } = middle
  const isLine = !drawn.areColumns
  const samplesTo = (point: number): number => drawn.first + point * drawn.step
  const edges: number[] = []
  /** On which side the signal surely was last; null: not known yet, or nothing was captured since. */
  let side: 'above' | 'below' | null = null
  /** The newest crossing since; the last point on that side. */
  let crossing: number | null = null
  let last = 0
  for (let point = 0; point < drawn.points; point++) {
    const column = drawn.at(point)
    if (column === null) {
      side = null
      crossing = null
      continue
    }
    if (isLine && side !== null) crossing = crossingBefore(drawn.at(point - 1), column.low, level, point) ?? crossing
    const now = column.low > level + margin ? 'above' : column.high < level - margin ? 'below' : null
    if (now === null) continue
    if (side !== null && now !== side) {
      const mixed = point - last - 1
      if (isLine) edges.push(samplesTo(crossing ?? point))
      else if (mixed <= mostMixedColumns) edges.push(samplesTo((last + point + 1) / 2))
    }
    side = now
    last = point
  }
  return edges
}

function middleOf(drawn: DrawnPoints): { level: number; margin: number } | null {
  const extent = extentOf(drawn)
  if (extent === null || extent.high - extent.low < leastHeight) return null
  const { low, high } = extent
  return { level: (low + high) / 2, margin: (hysteresis / 2) * (high - low) }
}

/** Where the line from the point before to this one crosses the level; null: it does not. */
function crossingBefore(before: Point, code: number, level: number, point: number): number | null {
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
