import { describe, expect, it } from 'vitest'
import { clampChannelView } from '#shared/screen/channel-view.ts'
import { codeToVolts } from '#shared/screen/codes.ts'
import { fitChannel, scaleFor } from '#shared/screen/fit.ts'
import { defaultChannelView, divisionsToVolts, verticalScale, voltsToDivisions, withVoltsPerDiv } from './vertical.ts'

const channel = { scaleMillivolts: 0.5, offsetCodes: 100 }
const view = { voltsPerDiv: 0.2, offsetVolts: 0.4 }

describe('the vertical axis', () => {
  it('processes codes as IIO says: (raw + offset) * scale millivolts', () => {
    expect(codeToVolts(1900, channel)).toBeCloseTo(1)
  })

  it('agrees between codes and volts', () => {
    const { divisionsPerCode, divisionsAtZero } = verticalScale(channel, view)
    expect(1900 * divisionsPerCode + divisionsAtZero).toBeCloseTo(voltsToDivisions(1, view))
    expect(voltsToDivisions(1, view)).toBeCloseTo(7)
    expect(divisionsToVolts(7, view)).toBeCloseTo(1)
  })

  it('keeps the ground line in place when the scale changes', () => {
    const changed = withVoltsPerDiv(view, 0.5)
    expect(voltsToDivisions(0, changed)).toBeCloseTo(voltsToDivisions(0, view))
  })

  it('stays within what the screen can show', () => {
    expect(clampChannelView({ voltsPerDiv: 1e-9, offsetVolts: 5 })).toEqual({ voltsPerDiv: 1e-3, offsetVolts: 0.02 })
  })

  it('spreads channels over the screen', () => {
    expect(defaultChannelView(0, 2).offsetVolts).toBe(1)
    expect(defaultChannelView(1, 2).offsetVolts).toBe(-1)
    expect(defaultChannelView(0, 1).offsetVolts).toBe(0)
  })
})

describe('fit', () => {
  it('finds the smallest 1-2-5 scale that holds the signal', () => {
    expect(scaleFor(1.5, 4)).toBe(0.5)
    expect(scaleFor(0.7, 4)).toBe(0.2)
    expect(scaleFor(0, 4)).toBe(1e-3)
    expect(scaleFor(1e6, 4)).toBe(10)
  })

  it('gives each of two channels its half of the screen', () => {
    const top = fitChannel({ low: -0.75, high: 0.75 }, 0, 2)
    expect(voltsToDivisions(0.75, top)).toBeLessThanOrEqual(4)
    expect(voltsToDivisions(-0.75, top)).toBeGreaterThanOrEqual(0)
    const bottom = fitChannel({ low: 0, high: 0.5 }, 1, 2)
    expect(voltsToDivisions(0.5, bottom)).toBeLessThanOrEqual(0)
    expect(voltsToDivisions(0, bottom)).toBeGreaterThanOrEqual(-4)
  })
})
