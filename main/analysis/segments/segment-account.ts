// What is counted of segments.
import type { SegmentFigures } from './segment-figures.ts'
import type { SegmentStore } from './segment-store.ts'

/** What is taken back when memory was torn. */
export interface Account {
  kept: number
  lost: number
  cut: number
  blind: number
  least: number
  most: number
  rearm: number
}

export const nothing: Account = {
  kept: 0,
  lost: 0,
  cut: 0,
  blind: 0,
  least: Number.POSITIVE_INFINITY,
  most: Number.NEGATIVE_INFINITY,
  rearm: Number.POSITIVE_INFINITY,
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** As it is told. */
export function figuresOf(account: Account, store: SegmentStore, wanted: number, room: number): SegmentFigures {
  const { kept, lost, cut, blind, least, most, rearm } = account
  const instant = (index: number): number | null => (kept > 0 ? store.sample(index) - store.lag(index) : null)
  const span = kept > 1 ? store.sample(kept - 1) - store.sample(0) - (store.lag(kept - 1) - store.lag(0)) : Number.NaN
  return {
    ...{ wanted, room, kept, lost, cut, blindScans: blind },
    rearmScans: orNull(rearm),
    first: instant(0),
    last: instant(kept - 1),
    least: orNull(least),
    mean: orNull(span / (kept - 1)),
    most: orNull(most),
  }
}
