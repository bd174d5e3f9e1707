// Values that may be known only as a range: of an envelope the lowest and the highest sample of a column are known, and nothing
// between. Arithmetic with ranges gives every value there could be (Moore, Interval Analysis). Pure.

/** From `low` to `high`; both are the same where the value is known. In the unit of what was measured, without a prefix. */
export interface Ranged {
  readonly low: number
  readonly high: number
}

/** A value, or why there is none. */
export type Reading = Ranged | { readonly reason: string }

export const exactly = (value: number): Ranged => ({ low: value, high: value })

export function isKnown(reading: Reading): reading is Ranged {
  return 'low' in reading
}

/** `a - b`; the reason of the first that has none. */
export function minus(a: Reading, b: Reading): Reading {
  if (!isKnown(a)) return a
  if (!isKnown(b)) return b
  return { low: a.low - b.high, high: a.high - b.low }
}

/** @param divisor a known number; of 0 there is no quotient */
export function dividedBy(a: Reading, divisor: number, reason: string): Reading {
  if (!isKnown(a)) return a
  if (divisor === 0) return { reason }
  const [one, other] = [a.low / divisor, a.high / divisor]
  // 0 is added, as -0 is 0.
  return { low: Math.min(one, other) + 0, high: Math.max(one, other) + 0 }
}
