// When the record on the screen was taken, and where its trigger is when the screen does not show it. Pure.

import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { FrameHeader } from '#shared/frame/frame.ts'
import { clockTime } from '#shared/time-words.ts'
import { formatSetting } from '../../kit/format/figures.ts'
import { type TimeWindow, zeroSample } from '../../scale/axis.ts'

type Timing = Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds' | 'atSample'>

const digits = 3

/** Local time of day to the millisecond, `13:05:02.123`. */
function clockTimeMs(unixMs: number): string {
  return `${clockTime(unixMs)}.${String(Math.floor(unixMs % 1000)).padStart(3, '0')}`
}

/**
 * The time of the trigger, or of the sample looked at, of a record that is not of now: `13:05:02.123 · 1.2 s before the
 * newest`. Null for what is live, and where there is no such time.
 * @param running the capture goes on; after a stop the last record stays, also one that was made before
 */
export function recordTime(frame: FrameHeader, view: Timing, running: boolean): string | null {
  const zero = zeroSample(frame, view)
  const isLive = running && !frame.stopped && frame.anchor !== 'past'
  if (zero === null || isLive || frame.convertedUnixMs === 0) return null
  const lastShown = Math.min(frame.firstSample + frame.points * frame.scansPerPoint - 1, frame.newestSample)
  const unixMs = frame.convertedUnixMs - ((lastShown - zero) / frame.samplingFrequencyHz) * 1000
  const ageSeconds = (frame.newestSample - zero) / frame.samplingFrequencyHz
  const age = ageSeconds > 0 ? ` · ${formatSetting(ageSeconds, 's', digits)} before the newest` : ''
  return `${clockTimeMs(unixMs)}${age}`
}

/** How far off the screen time zero lies: `trigger 4 µs before the screen`; null when it is on it. */
export function zeroBeyond({ startSeconds, endSeconds }: TimeWindow, name: string): string | null {
  if (startSeconds > 0) return `${name} ${formatSetting(startSeconds, 's', digits)} before the screen`
  return endSeconds < 0 ? `${name} ${formatSetting(-endSeconds, 's', digits)} after the screen` : null
}
