import { describe, expect, it } from 'vitest'
import { WheelNotches } from './wheel-notches.ts'

/** Notches of each of these deltas, 16 ms apart. */
function notches(deltas: readonly number[], deltaMode = 0, everyMs = 16): number[] {
  const wheel = new WheelNotches()
  return deltas.map((delta, k) => wheel.take(delta, { deltaMode, timeStamp: k * everyMs }) + 0)
}

describe('notches of a wheel', () => {
  it.each([100, 120, 53, -100, -120])('one turn of %d pixels is one', (pixels) => {
    expect(notches([pixels, pixels, pixels])).toEqual([1, 1, 1].map((one) => one * Math.sign(pixels)))
  })

  it('counts a fast turn as the notches it has', () => {
    expect(notches([240, 360, -240])).toEqual([2, 3, -2])
  })

  it('reads lines and pages', () => {
    expect(notches([3, -3], 1)).toEqual([1, -1])
    expect(notches([1], 2)).toEqual([1])
  })

  it('adds the small steps of a touchpad up', () => {
    expect(notches([15, 15, 15, 15, 15])).toEqual([0, 0, 0, 1, 0])
  })

  it('begins anew after a rest or a change of direction', () => {
    expect(notches([30, -30, 30, 29])).toEqual([0, 0, 0, 0])
    expect(notches([30, 29, 29], 0, 1000)).toEqual([0, 0, 0])
  })
})
