// The two state levels of a signal, base and top, from its histogram.
import type { NoResult } from '#shared/kinds/measurements.ts'
import { codeAt, type Extremes, type Signal } from './signal.ts'

/** State levels in codes, with their fraction. */
export interface Levels {
  readonly base: number
  readonly top: number
}

/** Bins of the histogram, at most; a signal that spans fewer codes has a bin for each code. */
const mostBins = 256
/** Two states are told apart where the histogram falls between them below this share of the smaller of its two peaks. */
const valley = 0.5
/** A state is the mean of the samples in the bins around its peak that have at least this share of it. */
const stateShare = 0.5
/** A peak with this share of all samples is no chance; one that is lower is looked for with the bins beside it. */
const sharpShare = 0.035
/** Bins with at least this share of the highest count are as high. */
const equalShare = 0.8
/** Below this correlation between neighbours, samples that gather around one level are noise, and no signal. */
const leastCorrelation = 0.3
/** Codes that a signal spans at least: one bit of noise on a steady voltage reaches over two. */
const leastSpan = 3

/**
 * Base and top by the histogram mode method of IEEE 181-2011, 5.2: the histogram is cut in the middle between the extremes,
 * and the mode of each half is a state level. A level is the mean of the samples around its mode, so it is finer than a bin.
 * Where there are no two modes (triangle, ramp) the levels are the extremes.
 *
 * Tolerance: 0.01 % of the amplitude for flat states without noise; 0.6 % for a sine (its modes lie within one bin of its
 * peaks); with white noise of standard deviation s, s / 5.
 */
export function levelsOf(signal: Signal, { min, max }: Extremes): Levels | NoResult {
  const span = max - min + 1
  if (span < leastSpan) return 'noAmplitude'
  const bins = Math.min(mostBins, span)
  const histogram = histogramOf(signal, min, span, bins)
  const low = stateOf(
    histogram,
    Array.from({ length: bins >> 1 }, (_, k) => k),
  )
  const high = stateOf(
    histogram,
    Array.from({ length: bins - (bins >> 1) }, (_, k) => bins - 1 - k),
  )
  if (!hasValley(histogram, low, high)) return isNoise(signal) ? 'noAmplitude' : { base: min, top: max }
  return high.level - low.level < leastSpan - 1 ? 'noAmplitude' : { base: low.level, top: high.level }
}

interface Histogram {
  readonly counts: Float64Array
  /** Each bin with its neighbours. */
  readonly smooth: Float64Array
  /** Of the codes in each bin. */
  readonly sums: Float64Array
  readonly samples: number
}

function histogramOf({ codes, first, stride, length }: Signal, min: number, span: number, bins: number): Histogram {
  const counts = new Float64Array(bins)
  const sums = new Float64Array(bins)
  const scale = bins / span
  const end = first + length * stride
  for (let at = first; at < end; at += stride) {
    const code = codes[at]!
    const bin = Math.floor((code - min) * scale)
    counts[bin]! += 1
    sums[bin]! += code
  }
  const smooth = counts.map((count, k) => (counts[k - 1] ?? 0) + count + (counts[k + 1] ?? 0))
  return { counts, smooth, sums, samples: length }
}

interface State {
  readonly mode: number
  readonly level: number
}

/** The state of half a histogram. @param half its bins, from the outermost on */
function stateOf({ counts, smooth, sums, samples }: Histogram, half: readonly number[]): State {
  const sharpest = Math.max(...half.map((bin) => counts[bin]!))
  const looked = sharpest >= sharpShare * samples ? counts : smooth
  const most = Math.max(...half.map((bin) => looked[bin]!))
  // Of equals the outermost: a sine of few samples a period has as many at every level.
  const mode = half.find((bin) => looked[bin]! >= equalShare * most)!
  return { mode, level: meanAround(counts, sums, looked, mode) }
}

function hasValley({ smooth }: Histogram, low: State, high: State): boolean {
  const limit = valley * Math.min(smooth[low.mode]!, smooth[high.mode]!)
  for (let k = low.mode + 1; k < high.mode; k++) if (smooth[k]! < limit) return true
  return false
}

function meanAround(counts: Float64Array, sums: Float64Array, looked: Float64Array, mode: number): number {
  const limit = looked[mode]! * stateShare
  let from = mode
  let until = mode + 1
  while (from > 0 && looked[from - 1]! >= limit) from--
  while (until < looked.length && looked[until]! >= limit) until++
  let count = 0
  let sum = 0
  for (let k = from; k < until; k++) {
    count += counts[k]!
    sum += sums[k]!
  }
  return sum / count
}

/** Whether neighbours have nothing to do with each other: white noise has a correlation of 0, a sampled signal near 1. */
function isNoise(signal: Signal): boolean {
  const { length } = signal
  let mean = 0
  for (let k = 0; k < length; k++) mean += codeAt(signal, k) / length
  let squares = 0
  let products = 0
  let before = 0
  for (let k = 0; k < length; k++) {
    const away = codeAt(signal, k) - mean
    squares += away * away
    products += away * before
    before = away
  }
  return Math.abs(products) < leastCorrelation * squares
}
