// Two fingers on the trace: what is under them stays under them. Pure.
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import { divisionsAcross, divisionsDown } from '#shared/screen/divisions.ts'
import { timeWindow } from '../scale/axis.ts'
import { clampTimebase } from '../scale/timebase.ts'
import { type ChannelView, clampChannelView, divisionsToVolts, type ScaleRange } from '../scale/vertical.ts'

/** In parts of the area: 0 is left and top, 1 right and bottom. */
export interface Finger {
  readonly x: number
  readonly y: number
}
export type Fingers = readonly [Finger, Finger]
type Timebase = Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds'>

/** Fingers are no nearer to each other than this part of the screen. */
const leastPart = 0.02
/** Digits of the scales that come out, so that they can be read. */
const significant = 3

const rounded = (value: number): number => Number(value.toPrecision(significant))
const apart = (a: number, b: number): number => Math.max(leastPart, Math.abs(a - b))

/** Along which axis two fingers zoom: that along which they are farther apart. */
export function pinchAxis([a, b]: Fingers): 'time' | 'volts' {
  return Math.abs(a.x - b.x) * divisionsAcross >= Math.abs(a.y - b.y) * divisionsDown ? 'time' : 'volts'
}

/** @param began where the fingers were when the time axis was `before` */
export function pinchTime(before: Timebase, began: Fingers, now: Fingers): Timebase {
  const secondsPerDiv = rounded(before.secondsPerDiv * (apart(began[0].x, began[1].x) / apart(now[0].x, now[1].x)))
  const clamped = clampTimebase({ ...before, secondsPerDiv })
  const middle = (fingers: Fingers): number => (fingers[0].x + fingers[1].x) / 2
  const held = timeWindow(before).startSeconds + middle(began) * divisionsAcross * before.secondsPerDiv
  return clampTimebase({
    ...clamped,
    positionSeconds: held + (0.5 - middle(now)) * divisionsAcross * clamped.secondsPerDiv,
  })
}

/** @param began where the fingers were when the channel was shown as `before`; `range` of the channel */
export function pinchVolts(before: ChannelView, began: Fingers, now: Fingers, range: ScaleRange): ChannelView {
  const voltsPerDiv = rounded(before.voltsPerDiv * (apart(began[0].y, began[1].y) / apart(now[0].y, now[1].y)))
  const clamped = clampChannelView({ ...before, voltsPerDiv }, range)
  const divisions = (fingers: Fingers): number => (0.5 - (fingers[0].y + fingers[1].y) / 2) * divisionsDown
  const held = divisionsToVolts(divisions(began), before)
  return clampChannelView({ ...clamped, offsetVolts: divisions(now) * clamped.voltsPerDiv - held }, range)
}
