// How each measurement is found: one row per kind of `shared/kinds/measurements.ts`; without its row it does not compile.
import { type MeasuredValues, type MeasurementName, measurements } from '#shared/kinds/measurements.ts'

/** What is known of a channel's newest data, in the units of the screen; each figure is computed once for all of them. */
export interface SignalFigures {
  /** Lowest and highest sample, V. */
  readonly lowVolts: number
  readonly highVolts: number
  /** Over whole samples, not over whole periods, V. */
  readonly meanVolts: number
  /** Root of the mean square distance from the mean, V. */
  readonly deviationVolts: number
  /** NaN when it does not repeat itself. */
  readonly frequencyHz: number
}

const measures: { readonly [K in MeasurementName]: (signal: SignalFigures) => number } = {
  maximum: ({ highVolts }) => highVolts,
  minimum: ({ lowVolts }) => lowVolts,
  mean: ({ meanVolts }) => meanVolts,
  frequency: ({ frequencyHz }) => frequencyHz,
}

/** All measurements of a channel, each in its unit. */
export function measureAll(signal: SignalFigures): MeasuredValues {
  const names = Object.keys(measurements) as readonly MeasurementName[]
  const values = names.map((name) => {
    const value = measures[name](signal)
    return [name, Number.isFinite(value) ? value : null] as const
  })
  return Object.fromEntries(values) as MeasuredValues
}
