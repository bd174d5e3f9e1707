// Where the screen's window lies in what is kept in memory. Pure.

import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { FrameHeader } from '#shared/frame/frame.ts'
import { referenceSample, timeWindow } from '../../scale/axis.ts'

export interface MemorySpan {
  readonly oldest: number
  readonly newest: number
  /** Edges of the screen's window, in sample indexes; they may lie outside of the memory. */
  readonly first: number
  readonly last: number
  readonly samplingFrequencyHz: number
}

type Timing = Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds' | 'atSample'>

/** Null while nothing is in memory. */
export function memorySpan(frame: FrameHeader, view: Timing): MemorySpan | null {
  const { oldestSample: oldest, newestSample: newest, samplingFrequencyHz } = frame
  if (!(newest > oldest)) return null
  const reference = view.atSample ?? referenceSample(frame, view)
  const { startSeconds, endSeconds } = timeWindow(view)
  return {
    oldest,
    newest,
    first: reference + startSeconds * samplingFrequencyHz,
    last: reference + endSeconds * samplingFrequencyHz,
    samplingFrequencyHz,
  }
}

/** Share of the memory at which a sample lies: 0 the oldest, 1 the newest. */
export function shareOf(span: MemorySpan, sample: number): number {
  return Math.min(1, Math.max(0, (sample - span.oldest) / (span.newest - span.oldest)))
}

export function sampleAt(span: MemorySpan, share: number): number {
  return Math.round(span.oldest + Math.min(1, Math.max(0, share)) * (span.newest - span.oldest))
}

/** How far the middle of the screen lies before the newest sample, in seconds. */
export function ageSeconds(span: MemorySpan): number {
  return Math.max(0, span.newest - (span.first + span.last) / 2) / span.samplingFrequencyHz
}
