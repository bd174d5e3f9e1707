// What lies on the time axis besides the signal: seams (something changed here) and gaps (samples are missing here).
import type { FrameHeader } from '#shared/contract/frame.ts'
import type { Seam } from '#shared/contract/instrument.ts'
import { across, type TimeWindow } from './axis.ts'
import { seamLabel } from './seam-words.ts'
import type { MissingSamples } from './trace-builder.ts'

/** A seam on the screen. `at` is 0 at the left edge, 1 at the right. */
export interface PlacedSeam {
  readonly at: number
  readonly label: string
  readonly lost: boolean
}

/** Missing samples on the screen, from `from` to `to` in screen widths. */
export interface PlacedGap {
  readonly from: number
  readonly to: number
}

export function placeSeams(
  seams: readonly Seam[],
  frame: Pick<FrameHeader, 'epoch' | 'samplingFrequencyHz'>,
  reference: number,
  window: TimeWindow,
): PlacedSeam[] {
  return seams
    .filter((seam) => seam.epoch === frame.epoch)
    .map((seam) => ({
      at: across(window, (seam.atSample - reference) / frame.samplingFrequencyHz),
      label: seamLabel(seam),
      lost: seam.lostSamples > 0,
    }))
    .filter((seam) => seam.at >= 0 && seam.at <= 1)
}

export function placeGaps(
  gaps: readonly MissingSamples[],
  frame: Pick<FrameHeader, 'samplingFrequencyHz'>,
  reference: number,
  window: TimeWindow,
): PlacedGap[] {
  return gaps
    .map((gap) => ({
      from: Math.max(0, across(window, (gap.first - reference) / frame.samplingFrequencyHz)),
      to: Math.min(1, across(window, (gap.first + gap.count - reference) / frame.samplingFrequencyHz)),
    }))
    .filter((gap) => gap.to > gap.from)
}
