// Where a time cursor stands that was placed nowhere: at its own part of whatever is on the screen.
import { byHand } from '../hand-step.ts'
import { divisionsAcross } from './divisions.ts'

/** Parts of the screen from the left. */
const ownPart = { 1: 0.3, 2: 0.7 } as const

export interface Timebase {
  readonly secondsPerDiv: number
  /** Middle of the screen, seconds behind the trigger. */
  readonly positionSeconds: number
}

/** Seconds behind the trigger, rounded as a hand would place it. */
export function ownCursorSeconds(number: 1 | 2, { secondsPerDiv, positionSeconds }: Timebase): number {
  return byHand(positionSeconds + (ownPart[number] - 0.5) * divisionsAcross * secondsPerDiv, secondsPerDiv)
}

/** Both time cursors, the earlier one first; `auto` was placed nowhere. Seconds behind the trigger. */
export function cursorSpan(
  { t1, t2 }: { readonly t1: number | 'auto'; readonly t2: number | 'auto' },
  timebase: Timebase,
): readonly [number, number] {
  const one = t1 === 'auto' ? ownCursorSeconds(1, timebase) : t1
  const two = t2 === 'auto' ? ownCursorSeconds(2, timebase) : t2
  return one <= two ? [one, two] : [two, one]
}
