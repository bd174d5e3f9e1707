// How far the edges of a clock are from where they should be. Each is one figure of a record, an RMS over it, in seconds;
// the rising edges count.

import { type Found, given, type Waveform } from '../record/waveform.ts'
import { distances, periodsOf } from './times.ts'

/** Periods without which a spread says nothing. */
const fewestPeriods = 3

/**
 * Period jitter: the standard deviation of the periods about their mean (JESD65B: the deviation in cycle time of a signal
 * with respect to the ideal period, over random cycles; scopes show its RMS). Edges that wander by s, each on its own, give
 * s * sqrt(2).
 */
export function periodJitterOf(wave: Waveform): Found {
  return given(periodsOf(wave), (periods) => (periods.length < fewestPeriods ? 'fewPeriods' : deviation(periods)))
}

/**
 * Cycle-to-cycle jitter: the RMS of the difference between each period and the next (JESD65B: the variation in cycle time
 * between adjacent cycles). Edges that wander by s, each on its own, give s * sqrt(6).
 */
export function cycleJitterOf(wave: Waveform): Found {
  return given(periodsOf(wave), (periods) => {
    if (periods.length < fewestPeriods) return 'fewPeriods'
    const steps = distances(periods)
    return Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / steps.length)
  })
}

/**
 * Time interval error: the RMS distance of the edges from those of an ideal clock, whose period and phase are the line of least
 * squares through the edges. Edges that wander by s, each on its own, give s in the mean.
 */
export function intervalErrorOf(wave: Waveform): Found {
  return given(wave.rises, (rises) => {
    const count = rises.length
    if (count < 2) return 'fewRises'
    if (count - 1 < fewestPeriods) return 'fewPeriods'
    const middle = (count - 1) / 2
    const mean = rises.reduce((sum, at) => sum + at, 0) / count
    let across = 0
    let along = 0
    rises.forEach((at, k) => {
      across += (k - middle) * (at - mean)
      along += (k - middle) ** 2
    })
    const period = across / along
    const squares = rises.reduce((sum, at, k) => sum + (at - mean - (k - middle) * period) ** 2, 0)
    // Two of the edges' freedoms went into the line.
    return wave.seconds(Math.sqrt(squares / (count - 2)))
  })
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}
