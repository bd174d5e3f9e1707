import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divisionsAcross, divisionsDown } from '#shared/screen/divisions.ts'
import { timeWindow } from '../scale/axis.ts'
import { boxChannelView, boxTimebase } from '../scale/box-zoom.ts'
import { divisionsToVolts } from '../scale/vertical.ts'
import { type Fingers, pinchAxis, pinchBox } from './pinch.ts'

const part = fc.double({ min: 0.05, max: 0.95, noNaN: true })
const fingers = fc.tuple(part, part, part, part).map(
  ([ax, ay, bx, by]): Fingers => [
    { x: ax, y: ay },
    { x: bx, y: by },
  ],
)
const wide = (axis: 'x' | 'y') => fingers.filter(([a, b]) => Math.abs(a[axis] - b[axis]) > 0.1)
const range = { min: 1e-3, max: 10 }
const free = { least: 0, most: Number.POSITIVE_INFINITY }

describe('two fingers', () => {
  it('keep the times that are under them', () => {
    fc.assert(
      fc.property(wide('x'), wide('x'), fc.boolean(), (began, to, swaps) => {
        // Fingers that passed each other would turn time round: they count by how far apart they are.
        const now: Fingers =
          swaps && to[0].x < to[1].x === began[0].x < began[1].x
            ? to
            : ([...to].toSorted((a, b) => (began[0].x < began[1].x ? a.x - b.x : b.x - a.x)) as unknown as Fingers)
        const before = { secondsPerDiv: 1e-5, positionSeconds: 2e-6 }
        const after = boxTimebase(before, pinchBox('time', began, now, free))
        const timeAt = (view: typeof before, x: number) =>
          timeWindow(view).startSeconds + x * divisionsAcross * view.secondsPerDiv
        // A scale has three digits.
        const slack = 0.01 * divisionsAcross * after.secondsPerDiv
        for (const k of [0, 1] as const)
          expect(Math.abs(timeAt(after, now[k].x) - timeAt(before, began[k].x))).toBeLessThan(slack)
      }),
    )
  })

  it('keep the voltages that are under them', () => {
    fc.assert(
      fc.property(wide('y'), part, (began, moved) => {
        const before = { voltsPerDiv: 0.1, offsetVolts: 0.05 }
        // The lower finger moves.
        const now: Fingers = [began[0], { ...began[1], y: began[0].y + (began[1].y - began[0].y) * (0.5 + moved) }]
        const after = boxChannelView(before, pinchBox('volts', began, now, free), range)
        const voltsAt = (view: typeof before, y: number) => divisionsToVolts((0.5 - y) * divisionsDown, view)
        const slack = 0.01 * divisionsDown * after.voltsPerDiv
        for (const k of [0, 1] as const)
          expect(Math.abs(voltsAt(after, now[k].y) - voltsAt(before, began[k].y))).toBeLessThan(slack)
      }),
    )
  })

  it('zoom along the axis on which they are farther apart', () => {
    expect(
      pinchAxis([
        { x: 0.2, y: 0.5 },
        { x: 0.8, y: 0.6 },
      ]),
    ).toBe('time')
    expect(
      pinchAxis([
        { x: 0.5, y: 0.1 },
        { x: 0.6, y: 0.9 },
      ]),
    ).toBe('volts')
  })

  it('stay within what there can be, however near they come', () => {
    const near: Fingers = [
      { x: 0.5, y: 0.5 },
      { x: 0.5, y: 0.5 },
    ]
    const far: Fingers = [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ]
    expect(pinchBox('time', far, near, { least: 0.5, most: 4 })).toMatchObject({ left: -1.5, right: 2.5 })
    const { top, bottom } = pinchBox('volts', near, far, { least: 0.5, most: 4 })
    expect([top, bottom]).toEqual([0.25, 0.75])
  })
})
