import { describe, expect, it } from 'vitest'
import { divisionsAcross, divisionsDown } from '#shared/screen/divisions.ts'
import { boxAxes, boxChannelView, boxTimebase, isMeant, zoomBox } from './box-zoom.ts'
import { divisionsToVolts } from './vertical.ts'

describe('a box drawn over the trace', () => {
  it('is of both axes, or of the one along which it is longer', () => {
    expect(boxAxes(0.01, 0.5, false)).toBe('both')
    expect(boxAxes(0.5, 0.1, true)).toBe('time')
    expect(boxAxes(0.1, 0.5, true)).toBe('volts')
  })

  it('goes from either corner, ends at the edges, and spans the axis it leaves alone', () => {
    const corners = zoomBox({ x: 0.8, y: 0.75 }, { x: 0.2, y: -0.3 }, 'both')
    expect(corners).toEqual({ left: 0.2, right: 0.8, top: 0, bottom: 0.75 })
    expect(zoomBox({ x: 0.8, y: 0.7 }, { x: 0.2, y: 0.3 }, 'time')).toMatchObject({ left: 0.2, top: 0, bottom: 1 })
    expect(zoomBox({ x: 0.8, y: 0.7 }, { x: 0.2, y: 0.3 }, 'volts')).toMatchObject({ left: 0, right: 1, top: 0.3 })
  })

  it('is nothing when it is tiny', () => {
    expect(isMeant(zoomBox({ x: 0.5, y: 0.5 }, { x: 0.502, y: 0.502 }, 'both'))).toBe(false)
    expect(isMeant(zoomBox({ x: 0.5, y: 0.5 }, { x: 0.6, y: 0.502 }, 'time'))).toBe(true)
  })

  it('puts its edges on the edges of the screen', () => {
    const box = { left: 0.5, right: 0.75, top: 0.25, bottom: 0.5 }
    const timebase = boxTimebase({ secondsPerDiv: 4e-6, positionSeconds: 1e-6 }, box)
    const left = timebase.positionSeconds - (divisionsAcross / 2) * timebase.secondsPerDiv
    expect(left).toBeCloseTo(1e-6, 12)
    expect(timebase.secondsPerDiv).toBeCloseTo(1e-6, 12)
    const before = { voltsPerDiv: 0.5, offsetVolts: 0.2 }
    const after = boxChannelView(before, box)
    expect(divisionsToVolts(divisionsDown / 2, after)).toBeCloseTo(divisionsToVolts(divisionsDown / 4, before), 9)
    expect(divisionsToVolts(-divisionsDown / 2, after)).toBeCloseTo(divisionsToVolts(0, before), 9)
  })

  it('leaves alone what it spans', () => {
    const box = { left: 0, right: 1, top: 0, bottom: 1 }
    expect(boxTimebase({ secondsPerDiv: 1.234567e-6, positionSeconds: 3 }, box)).toEqual({
      secondsPerDiv: 1.234567e-6,
      positionSeconds: 3,
    })
    expect(boxChannelView({ voltsPerDiv: 0.123456, offsetVolts: 1 }, box)).toEqual({
      voltsPerDiv: 0.123456,
      offsetVolts: 1,
    })
  })
})
