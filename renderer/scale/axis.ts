// The time axis of the screen: ten divisions, and the sample at which time is zero.

import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { FrameHeader } from '#shared/frame/frame.ts'
import { divisionsAcross } from '#shared/screen/divisions.ts'

/** What part of time the screen shows, in seconds after the reference sample. */
export interface TimeWindow {
  readonly startSeconds: number
  readonly endSeconds: number
}

type Timebase = Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds'>

export function timeWindow({ secondsPerDiv, positionSeconds }: Timebase): TimeWindow {
  const half = (divisionsAcross / 2) * secondsPerDiv
  return { startSeconds: positionSeconds - half, endSeconds: positionSeconds + half }
}

/**
 * The sample index (with fraction) that time is counted from: the trigger, or the sample asked for when looking at the past;
 * null when the frame has neither.
 */
export function zeroSample(frame: FrameHeader, { atSample }: Pick<ViewSettings, 'atSample'>): number | null {
  if (frame.anchor === 'past' && atSample !== null) return atSample
  return Number.isFinite(frame.triggerSample) ? frame.triggerSample : null
}

/**
 * The sample index at time zero. Without a zero of its own the frame's newest point stands at the right edge, unless it says
 * where its windows hang.
 */
export function referenceSample(frame: FrameHeader, view: Timebase & Pick<ViewSettings, 'atSample'>): number {
  const zero = zeroSample(frame, view)
  if (zero !== null) return zero
  if (frame.zeroSample !== undefined) return frame.zeroSample
  const lastPoint = frame.firstSample + frame.points * frame.scansPerPoint
  return lastPoint - timeWindow(view).endSeconds * frame.samplingFrequencyHz
}

/** How far the right edge of the screen lies before the newest sample where there is no time zero: as far as the overview ends behind it. */
export function secondsBehind(view: Timebase & Pick<ViewSettings, 'overview'>): number {
  return view.overview === undefined
    ? 0
    : Math.max(0, timeWindow(view.overview).endSeconds - timeWindow(view).endSeconds)
}

/** Position across the screen, 0 at the left edge and 1 at the right, of a time in seconds after the reference. */
export function across(window: TimeWindow, seconds: number): number {
  return (seconds - window.startSeconds) / (window.endSeconds - window.startSeconds)
}
