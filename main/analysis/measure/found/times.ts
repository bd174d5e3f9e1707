// Measurements along the time axis, one result for every cycle of the record. Seconds, hertz, or shares of a period. Instants
// are those of the 50 % level; see `edgesOf` for their tolerance.
import type { NoResult } from '#shared/kinds/measurements.ts'
import type { Edges } from '../record/edges.ts'
import { type Found, given, type Waveform } from '../record/waveform.ts'

/** Distances between the neighbours of a list. */
export function distances(at: Float64Array): Float64Array {
  const found = new Float64Array(Math.max(0, at.length - 1))
  for (let k = 0; k < found.length; k++) found[k] = at[k + 1]! - at[k]!
  return found
}

/** From a rising edge to the next (IEEE 181-2011, 5.3: the waveform period). */
export function periodsOf(wave: Waveform): Float64Array | NoResult {
  return given(wave.rises, (rises) => (rises.length < 2 ? 'fewRises' : wave.secondsOfEach(distances(rises))))
}

/** One over the period. */
export function frequenciesOf(wave: Waveform): Found {
  return given(periodsOf(wave), (periods) => {
    for (let k = 0; k < periods.length; k++) periods[k] = 1 / periods[k]!
    return periods
  })
}

/** From 10 % to 90 % of the amplitude. Tolerance: see `transitionsOf`. */
export function risesOf(wave: Waveform): Found {
  if (wave.isClipped) return 'clipped'
  return given(wave.transitions, ({ rising }) => secondsOr(wave, rising, 'noRise'))
}

/** From 90 % to 10 % of the amplitude. Tolerance: see `transitionsOf`. */
export function fallsOf(wave: Waveform): Found {
  if (wave.isClipped) return 'clipped'
  return given(wave.transitions, ({ falling }) => secondsOr(wave, falling, 'noFall'))
}

/** From a rising edge to the next falling one. */
export function positiveWidthsOf(wave: Waveform): Found {
  return wave.isClipped
    ? 'clipped'
    : given(wave.countedEdges, (edges) => secondsOr(wave, widthsOf(edges, true), 'noPulse'))
}

/** From a falling edge to the next rising one. */
export function negativeWidthsOf(wave: Waveform): Found {
  return wave.isClipped
    ? 'clipped'
    : given(wave.countedEdges, (edges) => secondsOr(wave, widthsOf(edges, false), 'noGap'))
}

/** The positive width as a share of the period that begins with it. */
export function dutyCyclesOf(wave: Waveform): Found {
  if (wave.isClipped) return 'clipped'
  return given(periodsOf(wave), (periods) => {
    const widths = wave.secondsOfEach(widthsOf(wave.countedEdges as Edges, true))
    for (let k = 0; k < periods.length; k++) periods[k] = widths[k]! / periods[k]!
    return periods
  })
}

/** Edges in the record, rising and falling. A signal without amplitude has none. */
export function edgeCountOf(wave: Waveform): Found {
  const edges = wave.countedEdges
  return typeof edges === 'string' ? 0 : edges.at.length
}

/** Samples of the pulses that begin with a rising edge, or of those between them. */
function widthsOf({ at, risesFirst }: Edges, positive: boolean): Float64Array {
  const first = risesFirst === positive ? 0 : 1
  const found = new Float64Array(Math.max(0, (at.length - first) >> 1))
  for (let k = 0; k < found.length; k++) found[k] = at[first + 2 * k + 1]! - at[first + 2 * k]!
  return found
}

function secondsOr(wave: Waveform, samples: Float64Array, reason: NoResult): Found {
  return samples.length === 0 ? reason : wave.secondsOfEach(samples)
}
