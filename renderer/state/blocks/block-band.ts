// Where a block lies on the trace. Pure.

import type { BlockLife } from '#shared/contract/topics/lanes.ts'
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { FrameHeader } from '#shared/frame/frame.ts'
import { across, referenceSample, timeWindow } from '../../scale/axis.ts'

/** In parts of the screen's width, 0 at the left edge. */
export interface BlockBand {
  readonly from: number
  readonly to: number
}

/** The part of the screen that shows samples of a block; null when none of it does. */
export function blockBand(
  block: Pick<BlockLife, 'firstSample' | 'scans'>,
  frame: FrameHeader,
  view: ViewSettings,
): BlockBand | null {
  const window = timeWindow(view)
  const reference = referenceSample(frame, view)
  const partOf = (sample: number): number => across(window, (sample - reference) / frame.samplingFrequencyHz)
  const [from, to] = [partOf(block.firstSample), partOf(block.firstSample + block.scans)]
  return to <= 0 || from >= 1 || to <= from ? null : { from: Math.max(0, from), to: Math.min(1, to) }
}

/** The sample at a part of the screen's width, whole. */
export function sampleAcross(part: number, frame: FrameHeader, view: ViewSettings): number {
  const { startSeconds, endSeconds } = timeWindow(view)
  const seconds = startSeconds + part * (endSeconds - startSeconds)
  return Math.max(0, Math.floor(referenceSample(frame, view) + seconds * frame.samplingFrequencyHz))
}

/** The block that holds a sample. */
export function blockOf(lives: readonly BlockLife[], sample: number): BlockLife | null {
  return lives.find(({ firstSample, scans }) => sample >= firstSample && sample < firstSample + scans) ?? null
}
