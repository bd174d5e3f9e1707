// Where the window stands in the overview, and where it and its ends are taken hold of, in CSS pixels. Pure.
import { clamp } from '../../scale/clamp.ts'

export interface Place {
  readonly left: number
  readonly width: number
}

export interface OverviewPlaces {
  /** What is seen: exact, but never too narrow to be seen. */
  readonly shown: Place
  /** What is taken hold of: side by side, each wide enough for a finger. */
  readonly start: Place
  readonly window: Place
  readonly end: Place
}

const leastShown = 2
/** Of anything that is taken hold of. */
const leastHold = 24

/** @param from of the window, in parts of the overview, as `until` */
export function overviewPlaces(from: number, until: number, width: number): OverviewPlaces {
  const left = clamp(from, 0, 1) * width
  const right = clamp(until, 0, 1) * width
  const middle = (left + right) / 2
  const shownWidth = Math.max(leastShown, right - left)
  const shown = { left: clamp(middle - shownWidth / 2, 0, Math.max(0, width - shownWidth)), width: shownWidth }
  // The ends are beside the window, unless the overview ends there.
  let startRight = Math.max(leastHold, left)
  let endLeft = Math.min(width - leastHold, right)
  if (endLeft - startRight < leastHold) {
    const held = clamp(middle, 1.5 * leastHold, Math.max(1.5 * leastHold, width - 1.5 * leastHold))
    startRight = held - leastHold / 2
    endLeft = held + leastHold / 2
  }
  return {
    shown,
    start: { left: startRight - leastHold, width: leastHold },
    window: { left: startRight, width: endLeft - startRight },
    end: { left: endLeft, width: leastHold },
  }
}
