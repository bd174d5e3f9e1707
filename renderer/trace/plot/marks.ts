// What lies on the time axis besides the signal: seams (something changed here) and gaps (samples are missing here).

import type { Seam } from '#shared/contract/topics/seams.ts'
import type { FrameHeader } from '#shared/frame/frame.ts'
import { groupDigits } from '../../kit/format/figures.ts'
import { seamLabel } from '../../kit/format/seam-words.ts'
import { across, type TimeWindow } from '../../scale/axis.ts'
import type { MissingSamples } from '../../scale/frame-extent.ts'

/** A seam on the screen. `at` is 0 at the left edge, 1 at the right. */
export interface PlacedSeam {
  readonly at: number
  readonly label: string
  readonly lost: boolean
  /** Samples that are missing here, where the seam is a gap and nothing else. */
  readonly gapSamples: number | null
}

/** What stands beside a seam, or beside the first of some. */
export interface SeamLabel {
  readonly at: number
  readonly text: string
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
      gapSamples: seam.subject === 'gap' ? seam.lostSamples : null,
    }))
    .filter((seam) => seam.at >= 0 && seam.at <= 1)
}

/**
 * The labels of seams in the order of their places. Gaps whose labels would lie on one another share one, which says how
 * many they are and what they cost together.
 * @param room of a label, in screen widths
 */
export function labelSeams(seams: readonly PlacedSeam[], room: number): SeamLabel[] {
  const labels: (SeamLabel & { readonly gaps: number; readonly samples: number })[] = []
  for (const { at, label, lost, gapSamples } of seams.toSorted((a, b) => a.at - b.at)) {
    const last = labels.findLast(({ gaps }) => gaps > 0)
    const samples = gapSamples ?? 0
    if (gapSamples === null || last === undefined || at - last.at > room) {
      labels.push({ at, text: label, lost, gaps: gapSamples === null ? 0 : 1, samples })
      continue
    }
    const [gaps, all] = [last.gaps + 1, last.samples + samples]
    const text = `${groupDigits(gaps)} gaps · ${groupDigits(all)} lost`
    labels[labels.lastIndexOf(last)] = { ...last, text, gaps, samples: all }
  }
  return labels.map(({ at, text, lost }) => ({ at, text, lost }))
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
