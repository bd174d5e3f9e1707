// A gate: which stretches of the stream are measured, where it is not all of it. Each is the screen of one trigger.
import type { AnalysedFormat } from '../../stream/format.ts'
import type { TriggerLog } from '../../trigger/trigger-log.ts'
import type { Stretch } from '../record/record-reader.ts'

/** Seconds of the window before and behind each trigger; a negative one: it lies wholly on the other side. */
export interface GateWindow {
  readonly preSeconds: number
  readonly postSeconds: number
}

/** What the trigger found. */
export interface GateTriggers {
  readonly log: Pick<TriggerLog, 'firstFrom' | 'newestUpTo'>
  /** Without a trigger the screen shows the newest samples. */
  readonly isAuto: boolean
}

/** Without a trigger for so long, seconds, the newest samples are what the screen shows. */
const autoSeconds = 0.1

export interface GateLook {
  /** Nothing before this sample is measured any more. */
  readonly from: number
  /** One behind the newest sample. */
  readonly end: number
  /** Triggers that wait are passed over: the newest window counts. */
  readonly isLate: boolean
  /** A longer window is cut behind so many samples. */
  readonly most: number
}

/** The next window whose samples are all there, of those that begin at or behind `from`; null: there is none yet. */
export function nextWindow(
  { preSeconds, postSeconds }: GateWindow,
  { log, isAuto }: GateTriggers,
  { samplingFrequencyHz }: Pick<AnalysedFormat, 'samplingFrequencyHz'>,
  { from, end, isLate, most }: GateLook,
): Stretch | null {
  const pre = preSeconds * samplingFrequencyHz
  const whole = Math.max(1, Math.floor((preSeconds + postSeconds) * samplingFrequencyHz))
  const scans = Math.min(whole, most)
  const newest = log.newestUpTo(Math.floor(end - Math.max(0, whole - pre)))
  const trigger = isLate ? newest : log.firstFrom(from + pre)
  if (trigger !== null) {
    const first = Math.ceil(trigger - pre)
    if (first >= from && first + whole <= end) return { first, end: first + scans }
    // Its samples are still coming: the newest ones would be in its place.
    if (first >= from && !isLate) return null
  }
  const hasTriggered = newest !== null && newest - pre >= from
  if (hasTriggered || !isAuto || end - from < whole + autoSeconds * samplingFrequencyHz) return null
  return { first: end - whole, end: end - whole + scans }
}
