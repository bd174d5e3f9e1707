import { describe, expect, it } from 'vitest'
import { rawFrame } from '../testing/frames.ts'
import { across, referenceSample, secondsBehind, timeWindow } from './axis.ts'

const view = { secondsPerDiv: 1, positionSeconds: 2, atSample: null }

describe('the time axis', () => {
  it('spans ten divisions around the position', () => {
    expect(timeWindow(view)).toEqual({ startSeconds: -3, endSeconds: 7 })
    expect(across(timeWindow(view), 2)).toBe(0.5)
  })

  it('stands on the trigger when there is one', () => {
    expect(referenceSample(rawFrame([0], { triggerSample: 17.25 }), view)).toBe(17.25)
  })

  it('puts the newest point at the right edge when there is no trigger', () => {
    const frame = rawFrame([0, 0, 0, 0], { firstSample: 100, samplingFrequencyHz: 1, anchor: 'roll' })
    expect(referenceSample(frame, view)).toBe(104 - 7)
  })

  it('stands on the sample asked for when looking at the past', () => {
    const frame = rawFrame([0], { anchor: 'past', triggerSample: 5 })
    expect(referenceSample(frame, { ...view, atSample: 42 })).toBe(42)
  })
})

describe('below an overview', () => {
  it('time zero is where the frame says, and the newest sample is behind the screen', () => {
    const frame = rawFrame([0, 0, 0, 0], { firstSample: 100, anchor: 'roll' })
    const view = { secondsPerDiv: 1, positionSeconds: -20, atSample: null }
    expect(referenceSample(frame, view)).toBe(119)
    expect(referenceSample({ ...frame, zeroSample: 150 }, view)).toBe(150)
    expect(referenceSample({ ...frame, zeroSample: 150, triggerSample: 149.5 }, view)).toBe(149.5)
    expect(secondsBehind(view)).toBe(0)
    expect(secondsBehind({ ...view, overview: { secondsPerDiv: 10, positionSeconds: 0 } })).toBe(65)
  })
})
