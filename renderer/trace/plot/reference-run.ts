// From the columns of a reference to the few points the screen can show, as of a channel. Pure.
import type { ReferenceColumns } from '#shared/contract/topics/memory/references.ts'
import type { ChannelView } from '#shared/screen/channel-view.ts'
import type { TimeWindow } from '../../scale/axis.ts'
import { buildAcquired, type Interpolation, type PlotPixels, type TraceRun } from './trace-builder.ts'

/** A reference that is drawn. */
export interface ReferenceTrace {
  /** `R1`. */
  readonly label: string
  readonly columns: ReferenceColumns
  readonly samplingFrequencyHz: number
  /** Of its first sample, from where the screen counts time. */
  readonly beginSeconds: number
  /** Scale and offset that it is drawn at. */
  readonly view: ChannelView
}

/** It is of no channel. */
const noChannel = -1

export function buildReference(
  { columns, samplingFrequencyHz, beginSeconds, view }: ReferenceTrace,
  window: TimeWindow,
  pixels: PlotPixels,
  between: Interpolation,
): TraceRun {
  const { first, samplesPerColumn: step, values } = columns
  const isPaired = step > 1
  const grid = {
    // Of lowest and highest the point is in the middle of its samples.
    first: isPaired ? first + (step - 1) / 2 : first,
    step,
    points: isPaired ? values.length / 2 : values.length,
  }
  return buildAcquired(
    { samplingFrequencyHz },
    noChannel,
    { mode: isPaired ? 'envelope' : 'average', ...grid },
    Float32Array.from(values, (value) => value ?? Number.NaN),
    -beginSeconds * samplingFrequencyHz,
    window,
    pixels,
    { divisionsPerCode: 1 / view.voltsPerDiv, divisionsAtZero: view.offsetVolts / view.voltsPerDiv },
    between,
  )
}
