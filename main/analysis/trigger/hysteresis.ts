// How far from a level the signal must have been before the level counts.

/** A signal that spans little needs little hysteresis: no more than this share of it, but so many codes in any case. */
const mostOfSpan = 1 / 16
const leastHysteresis = 64

/**
 * Codes, 1 or more.
 * @param wanted codes, at most
 * @param spanCodes from the lowest to the highest code that the channel had of late; Infinity: not known
 * @param room codes there are on the far side
 */
export function hysteresisFor(wanted: number, spanCodes: number, room: number): number {
  return Math.max(1, Math.round(Math.min(room, wanted, Math.max(leastHysteresis, spanCodes * mostOfSpan))))
}

/** A level as a code that a sample can lie on either side of. */
export function levelCode(level: number): number {
  return Math.max(-32767, Math.min(32766, Math.round(level)))
}
