// Measurements between two channels of one record, one result for every rising edge of the first one.

import type { NoResult } from '#shared/kinds/measurements.ts'
import { type Found, given, type Waveform } from '../record/waveform.ts'
import { periodsOf } from './times.ts'

/**
 * From each rising edge of `wave` to the nearest one of `other`, seconds; negative when the other's came first. An edge so
 * near to an end of the record that a nearer one may lie outside is left out, unless the delay is below half a period.
 * Tolerance: that of two edges, see `edgesOf`.
 */
export function delaysOf(wave: Waveform, other: Waveform): Float64Array | NoResult {
  return secondsOf(wave, delayPairsOf(wave, other))
}

/** The edges of each delay. */
export function delayPairsOf(wave: Waveform, other: Waveform): readonly Pair[] | NoResult {
  return given(wave.rises, (rises) => given(other.rises, (others) => nearest(wave, counted(wave, rises), others)))
}

/**
 * From each edge of `wave` to the nearest one of `other` in the same direction, seconds: rising and falling edges count, as
 * they would coincide without it (JESD65B: the time between two events that ideally occur simultaneously). Negative when the
 * other's came first. Left out is what {@link delaysOf} leaves out. Tolerance: that of two edges, see `edgesOf`.
 */
export function skewsOf(wave: Waveform, other: Waveform): Float64Array | NoResult {
  return secondsOf(wave, skewPairsOf(wave, other))
}

/** The edges of each skew: first those that rise. */
export function skewPairsOf(wave: Waveform, other: Waveform): readonly Pair[] | NoResult {
  return given(delayPairsOf(wave, other), (rising) => [
    ...rising,
    ...nearest(wave, wave.falls as Float64Array, other.falls as Float64Array),
  ])
}

/** Those that count here: the last rising edge of a record that is followed by another one counts there. */
function counted(wave: Waveform, rises: Float64Array): Float64Array {
  return wave.closesAt === null ? rises : rises.subarray(0, -1)
}

/** An edge of one channel and one of the other, in samples; the time between them is what is measured. */
export interface Pair {
  readonly from: number
  readonly until: number
}

/** Seconds from the first to the second of each pair. */
export function secondsOf(wave: Waveform, pairs: readonly Pair[] | NoResult): Float64Array | NoResult {
  return given(pairs, (found) =>
    found.length === 0 ? 'noPair' : Float64Array.from(found, ({ from, until }) => wave.seconds(until - from)),
  )
}

/** Each of these instants with the nearest of the others; both are in order. */
function nearest(wave: Waveform, instants: Float64Array, others: Float64Array): Pair[] {
  const found: Pair[] = []
  let k = 0
  const half = others.length < 2 ? 0 : (others.at(-1)! - others[0]!) / (others.length - 1) / 2
  for (const from of instants) {
    while (k + 1 < others.length && Math.abs(others[k + 1]! - from) <= Math.abs(others[k]! - from)) k++
    const until = others[k] ?? Number.POSITIVE_INFINITY
    if (Math.abs(until - from) <= Math.max(half, Math.min(from, wave.length - 1 - from))) found.push({ from, until })
  }
  return found
}

/**
 * The delay as a share of the mean period of `wave`, degrees above -180 up to 180; positive when the other channel lags.
 * Tolerance: 360 / n^2 degrees for sines of n samples a period.
 */
export function phasesOf(wave: Waveform, other: Waveform): Found {
  return given(periodsOf(wave), (periods) => {
    const period = periods.reduce((sum, one) => sum + one, 0) / periods.length
    return given(delaysOf(wave, other), (delays) => delays.map((delay) => within((delay / period) * 360)))
  })
}

function within(degrees: number): number {
  const turned = degrees - 360 * Math.floor((degrees + 180) / 360)
  return turned === -180 ? 180 : turned
}
