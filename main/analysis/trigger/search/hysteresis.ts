// How far from a level the signal must have been before the level counts.
import type { CodeHysteresis } from '../code-trigger.ts'

/** A signal that spans little needs little hysteresis: no more than this share of it, but so many codes in any case. */
const mostOfSpan = 1 / 16
const leastHysteresis = 64
/** Noise reject: so many times as much. */
const noiseRejectTimes = 4

/**
 * Codes, 1 or more.
 * @param scanIndex of the channel
 * @param spanCodes from the lowest to the highest code that the channel had of late; Infinity: not known
 * @param room codes there are on the far side
 */
export function hysteresisFor(wish: CodeHysteresis, scanIndex: number, spanCodes: number, room: number): number {
  const { hysteresis, noiseReject = false, fixedHysteresis = null } = wish
  const automatic = Math.min(hysteresis, Math.max(leastHysteresis, spanCodes * mostOfSpan))
  const wanted = fixedHysteresis?.[scanIndex] ?? automatic * (noiseReject ? noiseRejectTimes : 1)
  return Math.max(1, Math.round(Math.min(room, wanted)))
}

/** A level as a code that a sample can lie on either side of. */
export function levelCode(level: number): number {
  return Math.max(-32767, Math.min(32766, Math.round(level)))
}
