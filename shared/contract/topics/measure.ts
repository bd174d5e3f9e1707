// Measurements of the channels. What can be measured is `shared/kinds/measurements.ts`; which of it is, is the setting
// `measurements.list`.
import type { ChosenMeasurement, MeasuredValues, MeasurementGate, MeasurementName } from '../../kinds/measurements.ts'
import { nothing, record, text } from '../../rpc/shapes.ts'
import { changing, defineTopic, looking, newest, of, slice } from '../../rpc/topic.ts'

export interface ChannelMeasures {
  /** IIO channel id, `voltage0`. */
  readonly channel: string
  readonly values: MeasuredValues
}

/** One measurement, and what came of it since its statistics began. Values are in the unit, without a prefix. */
export interface MeasurementFigures {
  readonly name: MeasurementName
  readonly channel: string
  /** The channel it is compared with; null: the measurement is of one channel. */
  readonly to: string | null
  /** `1` is that of a ratio: half is 0.5. */
  readonly unit: string
  /** The newest value; null: the newest record has none, for the {@link reason}. */
  readonly now: number | null
  /** Over all values; null while there are none. */
  readonly mean: number | null
  readonly min: number | null
  readonly max: number | null
  /** Standard deviation (n - 1). */
  readonly sigma: number | null
  readonly count: number
  /** Of the stream since the statistics began, 0..1: what was measured. */
  readonly share: number
  /** Why the newest record has no result, as a sentence; null: it has one. */
  readonly reason: string | null
}

/** All values of a measurement since its statistics began, in its unit. */
export interface MeasurementPlot {
  readonly unit: string
  /** Lowest, highest and mean value of stretches of equal time, the newest last; null: a stretch without a value. */
  readonly trend: {
    readonly secondsPerColumn: number
    readonly min: readonly (number | null)[]
    readonly max: readonly (number | null)[]
    readonly mean: readonly (number | null)[]
  }
  /** How many values are in each bin; the first one begins at `low`. Null: there are none. */
  readonly histogram: { readonly low: number; readonly width: number; readonly counts: readonly number[] } | null
}

export interface MeasureFields {
  readonly measurements: readonly ChosenMeasurement[]
  readonly measurementGate: MeasurementGate
}

export const measure = defineTopic({
  version: 3,
  calls: {
    /** All measurements of every channel that is on, from the newest record of the present signal. Empty while nothing was captured. */
    measure: looking(nothing, of<readonly ChannelMeasures[]>()),
    /** What came of the measurements so far, in their order. */
    measured: looking(nothing, of<readonly MeasurementFigures[]>()),
    /** The trend and the histogram of one of the measurements, `rise voltage0`. @throws ENOENT when it is not measured */
    measurementPlot: looking(record({ measurement: text(128) }), of<MeasurementPlot>()),
    /** The statistics of all measurements begin anew. */
    resetMeasurements: changing(nothing, of<void>()),
  },
  events: {
    /** The same as `measured`, some times a second while there are measurements. */
    measurementFigures: newest<readonly MeasurementFigures[]>(),
  },
  state: slice<MeasureFields>({ measurements: [], measurementGate: 'off' }),
})
