// How a channel is shown: its scale and its place. Offset is added to the signal: +1 V moves the trace up by 1 V.
import { maxOffsetDivisions, voltsPerDivRange } from './ranges.ts'

export interface ChannelView {
  readonly voltsPerDiv: number
  readonly offsetVolts: number
}

/** Scales of a channel, in its unit per division. */
export interface ScaleRange {
  readonly min: number
  readonly max: number
}

/** What a channel can be set to behind a probe. @param factor as of a channel's state */
export function scaleRange(factor: number): ScaleRange {
  const times = Math.abs(factor)
  return { min: voltsPerDivRange.min * times, max: voltsPerDivRange.max * times }
}

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** @param range of the channel */
export function clampChannelView(
  { voltsPerDiv, offsetVolts }: ChannelView,
  range: ScaleRange = voltsPerDivRange,
): ChannelView {
  const scale = within(voltsPerDiv, range.min, range.max)
  return {
    voltsPerDiv: scale,
    offsetVolts: within(offsetVolts, -maxOffsetDivisions * scale, maxOffsetDivisions * scale),
  }
}
