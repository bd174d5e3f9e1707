// How each measurement is found: one row per kind of `shared/kinds/measurements.ts`; without its row it does not compile.
import type { MeasurementName } from '#shared/kinds/measurements.ts'
import type { Found, Waveform } from '../record/waveform.ts'
import { delaysOf, phasesOf, skewsOf } from './between.ts'
import { burstWidthsOf } from './bursts.ts'
import { cycleJitterOf, intervalErrorOf, periodJitterOf } from './jitter.ts'
import { holdTimesOf, setupTimesOf } from './setup-hold.ts'
import * as times from './times.ts'
import * as voltages from './voltages.ts'

/**
 * Finds it in one record.
 * @param other the same record of the other channel, for what is measured between two; else it is `wave` itself
 */
type Measure = (wave: Waveform, other: Waveform) => Found

export const measures: { readonly [K in MeasurementName]: Measure } = {
  frequency: times.frequenciesOf,
  period: times.periodsOf,
  rise: times.risesOf,
  fall: times.fallsOf,
  positiveWidth: times.positiveWidthsOf,
  negativeWidth: times.negativeWidthsOf,
  dutyCycle: times.dutyCyclesOf,
  burstWidth: burstWidthsOf,
  peakToPeak: voltages.peakToPeak,
  amplitude: voltages.amplitudeOf,
  top: voltages.topOf,
  base: voltages.baseOf,
  min: voltages.lowest,
  max: voltages.highest,
  mean: voltages.meanOf,
  cycleMean: voltages.cycleMeanOf,
  rms: voltages.rmsOf,
  cycleRms: voltages.cycleRmsOf,
  acRms: voltages.acRmsOf,
  area: voltages.areaOf,
  overshoot: voltages.overshootOf,
  undershoot: voltages.undershootOf,
  phase: phasesOf,
  delay: delaysOf,
  skew: skewsOf,
  setup: setupTimesOf,
  hold: holdTimesOf,
  jitterPeriod: periodJitterOf,
  jitterCycle: cycleJitterOf,
  tie: intervalErrorOf,
  edges: times.edgeCountOf,
}
