// Volts, codes and divisions of one channel. Offset is added to the signal: +1 V moves the trace up by 1 V.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { type ChannelView, clampChannelView, type ScaleRange } from '#shared/screen/channel-view.ts'
import { divisionsDown } from '#shared/screen/divisions.ts'
import { voltsPerDivRange } from '#shared/screen/ranges.ts'
import { atLeast125 } from '#shared/units.ts'
import { clamp } from './clamp.ts'

/** How codes of a channel become divisions above the middle of the screen. */
export interface VerticalScale {
  readonly divisionsPerCode: number
  /** Where code 0 lies. */
  readonly divisionsAtZero: number
}

type Converter = Pick<ChannelState, 'scaleMillivolts' | 'offsetCodes'>

export function verticalScale(channel: Converter, view: ChannelView): VerticalScale {
  const divisionsPerCode = channel.scaleMillivolts / 1000 / view.voltsPerDiv
  return {
    divisionsPerCode,
    divisionsAtZero: channel.offsetCodes * divisionsPerCode + view.offsetVolts / view.voltsPerDiv,
  }
}

/** Divisions above the middle of the screen at which a voltage lies. */
export function voltsToDivisions(volts: number, view: ChannelView): number {
  return (volts + view.offsetVolts) / view.voltsPerDiv
}

export function divisionsToVolts(divisions: number, view: ChannelView): number {
  return divisions * view.voltsPerDiv - view.offsetVolts
}

/** Another scale for a channel that leaves its ground line where it is on the screen. */
export function withVoltsPerDiv(
  view: ChannelView,
  voltsPerDiv: number,
  range: ScaleRange = voltsPerDivRange,
): ChannelView {
  const scale = clamp(voltsPerDiv, range.min, range.max)
  return clampChannelView({ voltsPerDiv: scale, offsetVolts: (view.offsetVolts / view.voltsPerDiv) * scale }, range)
}

/**
 * Where channels start: all at 500 mV/div of their inputs, their ground lines spread over the screen so that no trace covers another.
 * @param place 0, 1, ... from the top
 * @param factor of the probe
 */
export function defaultChannelView(place: number, channels: number, factor = 1): ChannelView {
  const voltsPerDiv = atLeast125(0.5 * Math.abs(factor))
  const band = divisionsDown / Math.max(1, channels)
  const divisions = channels > 1 ? divisionsDown / 2 - band * (place + 0.5) : 0
  return { voltsPerDiv, offsetVolts: divisions * voltsPerDiv }
}
