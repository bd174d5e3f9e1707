// What lies on the time axis besides the signal: seams (something changed here) and gaps (samples are missing here).
import type { FrameHeader } from '#shared/contract/frame.ts'
import type { Seam } from '#shared/contract/instrument.ts'
import { formatBytes, formatSi } from '#shared/units.ts'
import { groupDigits } from '../format/figures.ts'
import { across, type TimeWindow } from './axis.ts'
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

const subjects: Record<Seam['subject'], string> = {
  blockBytes: 'block',
  blockCount: 'blocks',
  watermark: 'watermark',
  channels: 'channels',
  samplingFrequency: 'rate',
  source: 'source',
  gap: 'gap',
  clock: 'clock',
  device: 'device',
}

/** A value of a seam in the unit of its subject; anything that is not a number stays as it was written. */
function seamValue(subject: Seam['subject'], text: string): string {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) return text
  if (subject === 'blockBytes') return formatBytes(value)
  if (subject === 'samplingFrequency') return formatSi(value, 'S/s')
  return groupDigits(value)
}

/** `block 1 MiB → 512 KiB · 0 lost`. */
export function seamLabel(seam: Seam): string {
  const lost = `${groupDigits(seam.lostSamples)} lost`
  if (seam.subject === 'gap') return `gap · ${lost}`
  if (seam.subject === 'clock') return `clock ${formatSi(seam.costMs / 1e3, 's')} behind · ${lost}`
  return `${subjects[seam.subject]} ${seamValue(seam.subject, seam.from)} → ${seamValue(seam.subject, seam.to)} · ${lost}`
}

/** What the change cost, for the lines that have room: `3.1 ms, hardware kept running`. */
export function seamCost(seam: Seam): string {
  if (seam.subject === 'gap') return `${formatSi(seam.costMs / 1e3, 's')} are missing`
  if (seam.subject === 'clock') return 'this machine is too slow for the rate'
  return `${seam.costMs.toFixed(1)} ms, ${seam.how === 'live' ? 'hardware kept running' : 'stopped and restarted'}`
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
