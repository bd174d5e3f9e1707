// Figures of measurements that nobody made.
import type { MeasurementFigures } from '../contract/topics/measure.ts'
import { type ChosenMeasurement, measurements } from '../kinds/measurements.ts'

/** The first measurement has 1 in the mean, the second 2. */
export function fakeMeasured(chosen: readonly ChosenMeasurement[]): MeasurementFigures[] {
  return chosen.map((one, k) => {
    const mean = k + 1
    const values = { now: mean * 1.01, mean, min: mean * 0.9, max: mean * 1.1, sigma: mean * 0.05 }
    return { ...one, unit: measurements[one.name].unit, ...values, count: 1000, share: 1, reason: null }
  })
}
