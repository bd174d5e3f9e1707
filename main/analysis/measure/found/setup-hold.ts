// How long data are steady around the edges of a clock: `data` are the record of the channel that is measured, `clock` that of
// the channel it is compared with. Edges of the data count in both directions, those of the clock where it rises.
import type { NoResult } from '#shared/kinds/measurements.ts'
import { given, type Waveform } from '../record/waveform.ts'
import { type Pair, secondsOf } from './between.ts'

/**
 * Setup time: from the last edge of the data before a rising edge of the clock to that edge, seconds; one for each cycle of the
 * clock in which the data change (JESD100B: the time between the application of a signal at one input and a subsequent
 * active transition at another). Tolerance: that of two edges, see `edgesOf`.
 */
export function setupTimesOf(data: Waveform, clock: Waveform): Float64Array | NoResult {
  return secondsOf(data, setupPairsOf(data, clock))
}

/**
 * Hold time: from a rising edge of the clock to the first edge of the data behind it, seconds; one for each cycle of the clock in
 * which the data change (JESD100B: the time a signal is retained at one input after an active transition at another).
 * Tolerance: that of two edges, see `edgesOf`.
 */
export function holdTimesOf(data: Waveform, clock: Waveform): Float64Array | NoResult {
  return secondsOf(data, holdPairsOf(data, clock))
}

/** The edges of each setup time: of the data, and of the clock. */
export function setupPairsOf(data: Waveform, clock: Waveform): readonly Pair[] | NoResult {
  return neighbours(data, clock, (change, rise) => (change < rise ? { from: change, until: rise } : null))
}

/** The edges of each hold time: of the clock, and of the data. */
export function holdPairsOf(data: Waveform, clock: Waveform): readonly Pair[] | NoResult {
  return neighbours(data, clock, (change, rise) => (rise < change ? { from: rise, until: change } : null))
}

/** Pairs of a change and a rise that follow one another: nothing else lies between the two. */
function neighbours(
  data: Waveform,
  clock: Waveform,
  pair: (change: number, rise: number) => Pair | null,
): readonly Pair[] | NoResult {
  return given(data.countedEdges, ({ at }) =>
    given(clock.rises, (rises) => {
      // Its closing edge counts in the next record.
      const changes = data.closesAt === null ? at : at.subarray(0, -1)
      const found: Pair[] = []
      let k = 0
      changes.forEach((change, n) => {
        while (k < rises.length && rises[k]! <= change) k++
        const [last, next] = [at[n - 1] ?? Number.NEGATIVE_INFINITY, at[n + 1] ?? Number.POSITIVE_INFINITY]
        for (const rise of [rises[k - 1], rises[k]]) {
          if (rise === undefined || rise < last || rise >= next) continue
          const one = pair(change, rise)
          if (one !== null) found.push(one)
        }
      })
      return found
    }),
  )
}
