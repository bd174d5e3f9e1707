import { describe, expect, it } from 'vitest'
import { across, timeWindow } from './axis.ts'
import { clampTimebase, pan, zoomStep } from './timebase.ts'

describe('the timebase', () => {
  it('zooms in 1-2-5 steps around the pointer', () => {
    const before = { secondsPerDiv: 1e-6, positionSeconds: 3e-6 }
    const after = zoomStep(before, -1, 0.8)
    expect(after.secondsPerDiv).toBeCloseTo(5e-7, 12)
    const pointerTime = timeWindow(before).startSeconds + 0.8 * 10e-6
    expect(across(timeWindow(after), pointerTime)).toBeCloseTo(0.8)
  })

  it('stops at the ends of its range', () => {
    expect(zoomStep({ secondsPerDiv: 1e-9, positionSeconds: 0 }, -1).secondsPerDiv).toBe(1e-9)
    expect(zoomStep({ secondsPerDiv: 10, positionSeconds: 0 }, 1).secondsPerDiv).toBe(10)
    expect(clampTimebase({ secondsPerDiv: 1, positionSeconds: 1e9 }).positionSeconds).toBe(1000)
  })

  it('pans by divisions', () => {
    expect(pan({ secondsPerDiv: 2e-6, positionSeconds: 0 }, -3).positionSeconds).toBeCloseTo(-6e-6)
  })
})
