// Figures of measurements that nobody made.
import type { MeasurementFigures, MeasurementPlot } from '../contract/topics/measure.ts'
import { type ChosenMeasurement, measurements } from '../kinds/measurements.ts'

/** The first measurement has 1 in the mean, the second 2. */
export function fakeMeasured(chosen: readonly ChosenMeasurement[]): MeasurementFigures[] {
  return chosen.map((one, k) => {
    const mean = k + 1
    const values = { now: mean * 1.01, mean, min: mean * 0.9, max: mean * 1.1, sigma: mean * 0.05 }
    return { ...one, unit: measurements[one.name].unit, ...values, count: 1000, share: 1, reason: null }
  })
}

/** A trend that rises and falls, with a column that has no value, and a histogram with a peak. */
export function fakePlot(unit: string): MeasurementPlot {
  const mean = Array.from({ length: 200 }, (_, k) => (k === 50 ? null : 1 + 0.1 * Math.sin(k / 12)))
  const moved = (by: number) => mean.map((one) => (one === null ? null : one + by))
  const counts = Array.from({ length: 90 }, (_, k) => Math.round(1000 * Math.exp(-(((k - 45) / 15) ** 2))))
  return {
    unit,
    trend: { secondsPerColumn: 0.05, min: moved(-0.02), max: moved(0.02), mean },
    histogram: { low: 0.88, width: 0.0027, counts },
  }
}
