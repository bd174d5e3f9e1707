// A cheap look at the newest data of every channel: what auto-set needs to choose a timebase, a level and a scale.
//
// Two looks: a long one, of some seconds, by the envelope, and a close one, sample by sample. A slow signal shows its whole
// swing only in the long one; a quick one its periods only in the close one. Where rare peaks stand on a quick signal, the
// middle between its extremes lies beyond it, and its mean tells of it.
import type { Acquisition } from '../../trigger/acquisition.ts'
import type { ChannelSummary } from './channel-summary.ts'
import { edgeRhythm, envelopeFrequency, type Rhythm, type SummaryTools } from './periods.ts'

/** Samples per channel whose every value is looked at; slower signals are judged by their envelope. */
const closeLookScans = 1 << 20
/** The longest stretch an auto-set looks back, in seconds. */
const longLookSeconds = 4
/** A close look with less than this share of the whole swing has not seen the whole signal. */
const wholeSwing = 0.5
/** From so many periods of so little spread on, a rhythm is believed against another one. */
const regular = { periods: 8, spread: 0.2 } as const
/** With fewer periods, or more spread, the edges may be noise on a slow slope: the long look has the word. */
const plausible = { periods: 3, spread: 0.5 } as const
/** Peaks this much rarer than the signal they stand on are not what it is about. */
const rarity = 3
/** Peaks that high above a signal would leave a sliver of it on the screen. */
const sliver = 20

interface Extent {
  readonly min: number
  readonly max: number
}

interface Look {
  readonly first: number
  readonly scans: number
  /** By place in the scan. */
  readonly extents: readonly Extent[]
}

const spanOf = ({ min, max }: Extent): number => max - min
const middleOf = ({ min, max }: Extent): number => (min + max) / 2
const holds = (rhythm: Rhythm | null, least: { periods: number; spread: number }): rhythm is Rhythm =>
  rhythm !== null && rhythm.periods >= least.periods && rhythm.spread < least.spread

/**
 * Summaries of all channels, in scan order; empty when there is no sample yet.
 * @param since nothing before this sample counts: the signal was another one
 */
export function summarise(tools: SummaryTools, now: Acquisition, since = 0): ChannelSummary[] {
  const { format, newest: end, oldest } = now
  const first = Math.max(since, Math.min(oldest, ...now.levelOldest))
  if (end <= first) return []
  // A thread that is late finds its samples gone, and has their envelope.
  const firstRaw = Math.min(Math.max(since, oldest), end - 1)
  const long = look(tools, now, Math.min(end - first, Math.ceil(longLookSeconds * format.samplingFrequencyHz)))
  const close = look(tools, now, Math.min(long.scans, closeLookScans, end - firstRaw))
  const moments = momentsOf(tools, now, close)
  return format.scanIndexes.map((scanIndex, channel) => {
    const { extent, ...rest } = judge(tools, now, { long, close }, channel, moments[channel]!)
    return { scanIndex, ...extent, ...moments[channel]!, ...rest, samples: long.scans }
  })
}

/** The newest `scans`. */
function look({ buffer, memory, reader }: SummaryTools, { format, newest: end }: Acquisition, scans: number): Look {
  const channels = format.scanIndexes.length
  const codes = new Int16Array(buffer)
  reader.read(end - scans, scans, 1, channels, memory.columns)
  const at = memory.columns / 2
  const extents = Array.from({ length: channels }, (_, k) => ({ min: codes[at + 2 * k]!, max: codes[at + 2 * k + 1]! }))
  return { first: end - scans, scans, extents }
}

interface Judgement {
  readonly extent: Extent
  /** The code its edges cross. */
  readonly middle: number
  /** NaN when it does not repeat itself. */
  readonly frequencyHz: number
  readonly isRegular: boolean
}

function judge(
  tools: SummaryTools,
  now: Acquisition,
  { long, close }: { readonly long: Look; readonly close: Look },
  channel: number,
  { mean, deviation }: Moments,
): Judgement {
  const whole = long.extents[channel]!
  const near = close.extents[channel]!
  const stretch = { channel, first: close.first, scans: close.scans }
  const byMiddle = edgeRhythm(tools, now, stretch, middleOf(near), spanOf(near) / 4)
  const byMean = edgeRhythm(tools, now, stretch, mean, deviation / 2)
  const seesWhole = spanOf(near) >= wholeSwing * spanOf(whole)
  // Peaks that are rarer than the signal beneath them, or too rare for the close look.
  const isBeneathPeaks =
    holds(byMean, regular) && (!seesWhole || byMiddle === null || byMean.frequencyHz > rarity * byMiddle.frequencyHz)
  if (isBeneathPeaks) {
    const hasHighPeaks = spanOf(whole) > sliver * spanOf(near)
    return { extent: hasHighPeaks ? near : whole, middle: mean, frequencyHz: byMean.frequencyHz, isRegular: true }
  }
  const quick = { extent: whole, middle: middleOf(near), frequencyHz: byMiddle?.frequencyHz ?? Number.NaN }
  if (seesWhole && holds(byMiddle, plausible)) return { ...quick, isRegular: true }
  const { scanIndexes, samplingFrequencyHz } = now.format
  const all = { channel, first: long.first, scans: long.scans }
  // The long look may still hold a larger signal of long ago: then the close one tells what there is now.
  for (const extent of [whole, near]) {
    const frequencyHz = envelopeFrequency(tools, all, scanIndexes.length, extent, samplingFrequencyHz)
    if (frequencyHz !== null) return { extent, middle: middleOf(extent), frequencyHz, isRegular: true }
  }
  return { ...quick, isRegular: false }
}

interface Moments {
  readonly mean: number
  /** Standard deviation, codes. */
  readonly deviation: number
}

function momentsOf(
  { buffer, kernels, memory }: SummaryTools,
  { format, blocks }: Acquisition,
  { first, scans }: Look,
): Moments[] {
  const channels = format.scanIndexes.length
  const sums = new Float64Array(buffer, memory.moments, 2 * channels)
  sums.fill(0)
  let seen = 0
  blocks.forEachRun(first, first + scans, channels * 2, (address, _sample, run) => {
    kernels.moments(address, channels, run, memory.moments)
    seen += run
  })
  return Array.from({ length: channels }, (_, channel) => {
    const mean = sums[2 * channel]! / seen
    return { mean, deviation: Math.sqrt(Math.max(0, sums[2 * channel + 1]! / seen - mean * mean)) }
  })
}
