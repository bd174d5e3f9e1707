// Which samples are meant by what is on the screen, and by what lies between two cursors. Pure.
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { FrameHeader } from '#shared/frame/frame.ts'
import { referenceSample, timeWindow } from './axis.ts'

/** Samples of an epoch, from `first` up to `end`. */
export interface Stretch {
  readonly epoch: number
  readonly first: number
  readonly end: number
}

/**
 * The samples at or between two times of a drawn record; null: there is none between them.
 * @param from seconds after the reference of the screen
 * @param until not before `from`
 */
export function stretchBetween(frame: FrameHeader, view: ViewSettings, from: number, until: number): Stretch | null {
  const { epoch, samplingFrequencyHz: rate } = frame
  const reference = referenceSample(frame, view)
  // A cursor that stands on a sample means it, though its time is rounded.
  const slack = 1e-6
  const first = Math.max(0, Math.ceil(reference + from * rate - slack))
  const end = Math.floor(reference + until * rate + slack) + 1
  return end > first ? { epoch, first, end } : null
}

/** The samples that the screen shows; null: it shows none. */
export function stretchOnScreen(frame: FrameHeader, view: ViewSettings): Stretch | null {
  const { startSeconds, endSeconds } = timeWindow(view)
  const all = stretchBetween(frame, view, startSeconds, endSeconds)
  if (all === null) return null
  // Beyond the newest sample there is nothing on the screen.
  const end = Math.min(all.end, frame.newestSample + 1)
  return end > all.first ? { ...all, end } : null
}
