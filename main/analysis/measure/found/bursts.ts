// Bursts: pulses that follow one another, with a pause before and behind them.
import type { NoResult } from '#shared/kinds/measurements.ts'
import { given, type Waveform } from '../record/waveform.ts'
import { distances } from './times.ts'

/** From one rising edge to the next it is a pause when it is longer than so many periods of the pulses. */
const pausePeriods = 3

/**
 * Burst width: from the first edge of a burst, a rising one, to its last, a falling one (bench scopes measure it so, from the
 * first crossing of the 50 % level to the last); one for each burst that the record has whole, with a pause of more than three
 * periods before and behind it. The period is the median from one rising edge to the next, so bursts have two pulses or
 * more; where all have two, the shorter distance. Tolerance: that of two edges, see `edgesOf`.
 */
export function burstWidthsOf(wave: Waveform): Float64Array | NoResult {
  if (wave.isClipped) return 'clipped'
  return given(burstsOf(wave), (bursts) =>
    bursts.length === 0 ? 'noBurst' : Float64Array.from(bursts, ({ from, until }) => wave.seconds(until - from)),
  )
}

/** First and last edge of a burst, in samples. */
export interface Burst {
  readonly from: number
  readonly until: number
}

/** The bursts that are whole. An edge that closes the record does not end them: the next one has the pause, and not the burst. */
export function burstsOf(wave: Waveform): readonly Burst[] | NoResult {
  return given(wave.edges, ({ at, risesFirst }) => {
    const pauses = pausesOf(wave)
    const first = risesFirst ? 0 : 1
    return pauses
      .slice(1)
      .map((end, k) => ({ from: at[first + 2 * (pauses[k]! + 1)]!, until: at[first + 2 * end + 1]! }))
  })
}

/** The rising edges of a record, by number, that a pause follows. */
export function pausesOf(wave: Waveform): readonly number[] {
  const edges = wave.edges
  if (typeof edges === 'string') return []
  const periods = distances(edges.at.filter((_, k) => (k % 2 === 0) === edges.risesFirst))
  const median = periods.toSorted()[(periods.length - 1) >> 1] ?? Number.NaN
  return Array.from(periods.keys()).filter((k) => periods[k]! > pausePeriods * median)
}
