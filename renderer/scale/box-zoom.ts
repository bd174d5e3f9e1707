// A box drawn over the trace becomes the whole screen: of both axes, or of the one along which it was drawn. Pure.
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import { type ChannelView, clampChannelView, type ScaleRange } from '#shared/screen/channel-view.ts'
import { divisionsAcross, divisionsDown } from '#shared/screen/divisions.ts'
import { clamp } from './clamp.ts'
import { clampTimebase } from './timebase.ts'

export type BoxAxes = 'both' | 'time' | 'volts'

/** Edges in parts of the screen: 0 is left and top, 1 right and bottom. */
export interface ZoomBox {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

type Timebase = Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds'>

/** A box smaller than this along an axis it zooms was a click that trembled. */
const leastPart = 0.01
/** Digits of the scales that come out, so that they can be read. */
const significant = 3

const rounded = (value: number): number => Number(value.toPrecision(significant))

/** Which axes a box zooms: with `one`, that along which it is longer. */
export function boxAxes(movedX: number, movedY: number, one: boolean): BoxAxes {
  if (!one) return 'both'
  return Math.abs(movedX) * divisionsAcross >= Math.abs(movedY) * divisionsDown ? 'time' : 'volts'
}

/** The box between two points; it spans the whole screen along an axis that is not zoomed. */
export function zoomBox(
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  axes: BoxAxes,
): ZoomBox {
  const whole = { left: 0, right: 1, top: 0, bottom: 1 }
  const sides = { left: clamp(Math.min(from.x, to.x), 0, 1), right: clamp(Math.max(from.x, to.x), 0, 1) }
  const ends = { top: clamp(Math.min(from.y, to.y), 0, 1), bottom: clamp(Math.max(from.y, to.y), 0, 1) }
  return { ...whole, ...(axes === 'volts' ? {} : sides), ...(axes === 'time' ? {} : ends) }
}

/** Whether a box is large enough to have been meant. */
export function isMeant(box: ZoomBox): boolean {
  return box.right - box.left >= leastPart && box.bottom - box.top >= leastPart
}

/** The time axis of what lies in the box. */
export function boxTimebase(view: Timebase, { left, right }: ZoomBox): Timebase {
  if (left === 0 && right === 1) return view
  const span = divisionsAcross * view.secondsPerDiv
  const secondsPerDiv = rounded(view.secondsPerDiv * (right - left))
  return clampTimebase({
    secondsPerDiv,
    positionSeconds: view.positionSeconds + ((left + right) / 2 - 0.5) * span,
  })
}

/** Scale and offset of a channel such that what lies in the box fills the screen. @param range of the channel */
export function boxChannelView(view: ChannelView, { top, bottom }: ZoomBox, range?: ScaleRange): ChannelView {
  if (top === 0 && bottom === 1) return view
  const voltsPerDiv = rounded(view.voltsPerDiv * (bottom - top))
  const middleDivisions = (0.5 - (top + bottom) / 2) * divisionsDown
  const middleVolts = middleDivisions * view.voltsPerDiv - view.offsetVolts
  return clampChannelView({ voltsPerDiv, offsetVolts: Number((-middleVolts).toPrecision(6)) }, range)
}
