// What a viewer wants to see. Each viewer has its own view; frames are made of it.
import * as v from 'valibot'
import { type ChosenMeasurement, measurementNames } from '../../kinds/measurements.ts'
import { maxCount, record, text, whole, within } from '../../rpc/shapes.ts'
import { defineTopic, of, ofViewer } from '../../rpc/topic.ts'

export interface ViewSettings {
  readonly secondsPerDiv: number
  /** Time of the centre of the screen after the trigger (or after `atSample`). */
  readonly positionSeconds: number
  /** Plot width in device pixels: envelope frames have at most this many columns. */
  readonly columns: number
  /** Look at the past: the sample shown at the centre when positionSeconds is 0; null follows the trigger / the newest. */
  readonly atSample: number | null
  /** Triggered frames carry persistence sections too (digital phosphor); off when left out. */
  readonly persistence?: boolean
  /** Voltages at the lower and the upper edge of the screen: a persistence map has its rows there. Else the whole range. */
  readonly vertical?: readonly ChannelRange[]
  /** Frames say where on the record this is measured: one of the measurements there are. None when left out. */
  readonly marked?: ChosenMeasurement
  /** Each frame has a longer stretch of the same record besides, from the same time zero. None when left out. */
  readonly overview?: TimeAxis
}

/** A time axis: what lies in ten divisions about a position. */
export type TimeAxis = Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds'>

export interface ChannelRange {
  /** IIO channel id, `voltage0`. */
  readonly channel: string
  readonly lowVolts: number
  /** Above {@link lowVolts}. */
  readonly highVolts: number
}

/** More channels than any device of ours has. */
const maxRanges = 16
const channelRange = v.pipe(
  record({ channel: text(64), lowVolts: within(-1e6, 1e6), highVolts: within(-1e6, 1e6) }),
  v.check(({ lowVolts, highVolts }) => highVolts > lowVolts, 'highVolts must be above lowVolts'),
)

const timeAxis = { secondsPerDiv: within(1e-12, 1e6), positionSeconds: within(-1e9, 1e9) }
const viewRequest: v.GenericSchema<unknown, ViewSettings> = record({
  ...timeAxis,
  columns: whole(1, 16384),
  atSample: v.nullable(within(0, maxCount)),
  persistence: v.exactOptional(v.boolean()),
  vertical: v.exactOptional(v.pipe(v.array(channelRange), v.maxLength(maxRanges))),
  marked: v.exactOptional(record({ name: v.picklist(measurementNames), channel: text(64), to: v.nullable(text(64)) })),
  overview: v.exactOptional(record(timeAxis)),
})

export const view = defineTopic({
  essential: true,
  calls: { setView: ofViewer(viewRequest, of<void>()) },
})
