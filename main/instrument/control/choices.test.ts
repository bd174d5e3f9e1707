import { describe, expect, it } from 'vitest'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { defaultInput } from '#shared/kinds/settings.ts'
import { codeToVolts, voltsToCode } from '#shared/screen/codes.ts'
import { chooseAutoSet } from './auto-set.ts'
import { TriggerControl } from './trigger.ts'

const channel = (index: number): ChannelState => ({
  id: `voltage${index}`,
  index,
  enabled: true,
  scanType: 'le:s16/16>>0',
  unit: 'V',
  scaleMillivolts: 1000 / 32768,
  offsetCodes: 0,
  factor: 1,
  input: defaultInput,
  source: 'sine',
  file: null,
  loading: null,
  stream: null,
})
const channels = [channel(0), channel(1)]

const summary = (scanIndex: number, min: number, max: number, frequencyHz: number) => ({
  scanIndex,
  min,
  max,
  mean: (min + max) / 2,
  deviation: (max - min) / 4,
  middle: (min + max) / 2,
  frequencyHz,
  isRegular: Number.isFinite(frequencyHz),
  samples: 1000,
})

describe('chooseAutoSet', () => {
  it('shows a few periods of the first periodic channel and triggers in its middle', () => {
    const choice = chooseAutoSet([summary(0, -3, 4, Number.NaN), summary(1, 0, 16384, 1e3)], channels, 1e6)
    expect(choice.view.secondsPerDiv).toBeCloseTo(500e-6, 12)
    expect(choice.trigger).toEqual({ kind: 'edge', channel: 'voltage1', level: 0.25 })
    expect(choice.ranges[0]).toMatchObject({ channel: 'voltage0', lowVolts: -3 / 32768, highVolts: 4 / 32768 })
    expect(choice.ranges[1]).toMatchObject({ channel: 'voltage1', lowVolts: 0, highVolts: 0.5 })
  })

  it('does not take a larger step for a frequency that is measured a little low', () => {
    expect(chooseAutoSet([summary(0, -9000, 9000, 19.98)], channels, 1e7).view.secondsPerDiv).toBeCloseTo(20e-3, 9)
  })

  it('leaves the trigger alone when there is nothing to trigger on', () => {
    const choice = chooseAutoSet([summary(0, 5, 5, Number.NaN)], channels, 1e6)
    expect(choice.trigger).toEqual({})
    expect(choice.view.secondsPerDiv).toBeCloseTo(100e-6, 12)
    expect(chooseAutoSet([], channels, 1e6).ranges).toEqual([])
  })

  it('sets a level that can be read, and shows the ground of a steady voltage', () => {
    const noisy = chooseAutoSet([summary(0, -26_300, 26_254, 1e3)], channels, 1e6)
    expect(noisy.trigger).toMatchObject({ level: 0 })
    const steady = chooseAutoSet([summary(0, 16_000, 16_100, Number.NaN)], channels, 1e6)
    expect(steady.ranges).toEqual([{ channel: 'voltage0', lowVolts: 0, highVolts: 16_100 / 32768 }])
  })

  it.each([1, 3, 999, 1e6, 123456])('never shows less than the periods it promises at %d Hz', (hz) => {
    const { view } = chooseAutoSet([summary(0, -9000, 9000, hz)], channels, 1e9)
    expect(view.secondsPerDiv * 10 * hz).toBeGreaterThanOrEqual(4 * 0.97)
    expect(view.secondsPerDiv * 10 * hz).toBeLessThanOrEqual(10 * (1 + 1e-9))
  })
})

describe('TriggerControl', () => {
  it('takes what is possible and refuses the rest as a whole', () => {
    const trigger = new TriggerControl(null)
    trigger.set({ channel: 'voltage1', level: -0.5 }, channels)
    const before = trigger.settings
    expect(() => trigger.set({ channel: 'voltage2', slope: 'falling' }, channels)).toThrow(
      expect.objectContaining({ errno: 'EINVAL' }),
    )
    for (const level of [1.5, -1.5, Number.NaN])
      expect(() => trigger.set({ level, slope: 'falling' }, channels)).toThrow(
        expect.objectContaining({ errno: 'EINVAL' }),
      )
    expect(trigger.settings).toBe(before)
  })

  it('says what the level can be when it refuses one', () => {
    const trigger = new TriggerControl(null)
    expect(() => trigger.set({ channel: 'voltage1', level: 2.036 }, channels)).toThrow(
      'The trigger level of CH2 goes from −1.00 V to 1.00 V; 2.04 V is outside.',
    )
    // The last code there is, as the screen computes it.
    trigger.set({ level: codeToVolts(32767, channel(0)) }, channels)
    trigger.set({ level: codeToVolts(-32768, channel(0)) }, channels)
  })

  it('is single for one run, whatever the mode', () => {
    const trigger = new TriggerControl(null)
    trigger.setSingle(true)
    expect([trigger.isSingle, trigger.mode]).toEqual([true, 'auto'])
    trigger.setSingle(false)
    expect(trigger.isSingle).toBe(false)
  })

  it('converts volts and codes both ways', () => {
    const scaled = { scaleMillivolts: 0.5, offsetCodes: -100 }
    expect(codeToVolts(voltsToCode(0.3, scaled), scaled)).toBeCloseTo(0.3, 12)
    expect(voltsToCode(0.3, scaled)).toBeCloseTo(700, 9)
  })
})
