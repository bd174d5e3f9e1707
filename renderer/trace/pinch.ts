// Two fingers on the trace: the box that fills the screen when what is under them stays under them. Pure.
import { boxAxes, type ZoomBox } from '../scale/box-zoom.ts'
import { clamp } from '../scale/clamp.ts'

/** In parts of the area: 0 is left and top, 1 right and bottom. */
export interface Finger {
  readonly x: number
  readonly y: number
}
export type Fingers = readonly [Finger, Finger]

/** Fingers are no nearer to each other than this part of the screen. */
const leastPart = 0.02

/** Along which axis two fingers zoom: that along which they are farther apart. */
export function pinchAxis([a, b]: Fingers): 'time' | 'volts' {
  return boxAxes(a.x - b.x, a.y - b.y, true) === 'time' ? 'time' : 'volts'
}

/**
 * @param began where the fingers were at first
 * @param least how many times as large the scale may become at least, and at most
 */
export function pinchBox(
  axis: 'time' | 'volts',
  began: Fingers,
  now: Fingers,
  { least, most }: { readonly least: number; readonly most: number },
): ZoomBox {
  const along = axis === 'time' ? 'x' : 'y'
  const apart = ([a, b]: Fingers): number => Math.max(leastPart, Math.abs(a[along] - b[along]))
  const middle = ([a, b]: Fingers): number => (a[along] + b[along]) / 2
  const size = clamp(apart(began) / apart(now), least, most)
  const from = middle(began) - middle(now) * size
  return axis === 'time'
    ? { left: from, right: from + size, top: 0, bottom: 1 }
    : { left: 0, right: 1, top: from, bottom: from + size }
}
