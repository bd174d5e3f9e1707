// A hand is not exact: what it drags goes in round steps, about a pixel apart, so that the figures stay readable.
import { step125 } from './units.ts'

const stepsPerDivision = 100

/** The largest 1-2-5 step of which a division holds at least a hundred. */
export function handStep(perDivision: number): number {
  const most = perDivision / stepsPerDivision
  const above = step125(most, 1)
  const below = step125(above, -1)
  return below <= most * (1 + 1e-9) ? below : step125(below, -1)
}

/** A value rounded to the step of a hand, in the unit of `perDivision`. */
export function byHand(value: number, perDivision: number): number {
  const step = handStep(perDivision)
  // Rounding by a decimal leaves binary crumbs; twelve digits are more than any field shows.
  return Number((Math.round(value / step) * step).toPrecision(12)) + 0
}
