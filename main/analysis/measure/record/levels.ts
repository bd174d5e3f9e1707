// The two state levels of a signal, base and top, from its histogram.
import type { NoResult } from '#shared/kinds/measurements.ts'
import type { BinCounts, CodeRun, Extremes } from './code-run.ts'

/** State levels in codes, with their fraction. */
export interface Levels {
  readonly base: number
  readonly top: number
}

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
export function levelsOf(run: CodeRun, extremes: Extremes): Levels | NoResult {
  const { min, max } = extremes
  if (max - min + 1 < leastSpan) return 'noAmplitude'
  const histogram = histogramOf(run, extremes)
  const { bins } = histogram
  const low = stateOf(histogram, 0, bins >> 1, 1)
  const high = stateOf(histogram, bins - 1, (bins >> 1) - 1, -1)
  if (!hasValley(histogram, low.mode, high.mode)) return isNoise(run) ? 'noAmplitude' : { base: min, top: max }
  const base = meanOf(low, histogram)
  const top = meanOf(high, histogram)
  return top - base < leastSpan - 1 ? 'noAmplitude' : { base, top }
}

interface Histogram extends BinCounts {
  readonly run: CodeRun
  readonly extremes: Extremes
  /** Each bin with its neighbours. */
  readonly smooth: Uint32Array
}

function histogramOf(run: CodeRun, extremes: Extremes): Histogram {
  const found = run.binCounts(extremes)
  const { bins, counts } = found
  const smooth = new Uint32Array(bins)
  for (let k = 0; k < bins; k++)
    smooth[k] = counts[k]! + (k > 0 ? counts[k - 1]! : 0) + (k + 1 < bins ? counts[k + 1]! : 0)
  return { ...found, run, extremes, smooth }
}

interface State {
  readonly mode: number
  /** Bins around the mode that belong to it: from `from` up to `until`. */
  readonly from: number
  readonly until: number
}

/** The state of half a histogram, from its outermost bin on: from bin `first` up to `end`, in steps of `step`. */
function stateOf({ bins, counts, smooth, run }: Histogram, first: number, end: number, step: number): State {
  const most = (of: Uint32Array): number => {
    let found = 0
    for (let k = first; k !== end; k += step) if (of[k]! > found) found = of[k]!
    return found
  }
  const looked = most(counts) >= sharpShare * run.length ? counts : smooth
  // Of equals the outermost: a sine of few samples a period has as many at every level.
  const enough = equalShare * most(looked)
  let mode = first
  while (looked[mode]! < enough) mode += step
  const limit = looked[mode]! * stateShare
  let from = mode
  let until = mode + 1
  while (from > 0 && looked[from - 1]! >= limit) from--
  while (until < bins && looked[until]! >= limit) until++
  return { mode, from, until }
}

function hasValley({ smooth }: Histogram, low: number, high: number): boolean {
  const limit = valley * Math.min(smooth[low]!, smooth[high]!)
  for (let k = low + 1; k < high; k++) if (smooth[k]! < limit) return true
  return false
}

function meanOf({ from, until }: State, { run, extremes, factor, counts }: Histogram): number {
  let count = 0
  for (let k = from; k < until; k++) count += counts[k]!
  return run.sumOfBins(extremes, factor, from, until) / count
}

/** Whether neighbours have nothing to do with each other: white noise has a correlation of 0, a sampled signal near 1. */
function isNoise(run: CodeRun): boolean {
  const { length } = run
  const { sum, squares } = run.sums(0, length)
  const mean = sum / length
  const ends = run.at(0) + run.at(length - 1)
  // The sums of the squares, and of the products of neighbours, of the distances from the mean.
  const spread = squares - length * mean * mean
  const together = run.lagProducts() - mean * (2 * sum - ends) + (length - 1) * mean * mean
  return Math.abs(together) < leastCorrelation * spread
}
