// What is marked on the trace is what was measured: its value is one of the results, and its instants and levels give that value.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBetween, type MeasurementName, measurementNames } from '#shared/kinds/measurements.ts'
import { pulses, sampled, sine } from '../../testing/signals.ts'
import { waveOf } from '../../testing/waves.ts'
import { markOf } from './marks.ts'
import { measures } from './measures.ts'

const rate = 1e6
/** Seconds from the first instant to the second are the value. */
const durations = [
  'period',
  'rise',
  'fall',
  'positiveWidth',
  'negativeWidth',
  'delay',
  'skew',
  'setup',
  'hold',
] as const
const shape = { period: 173e-6, width: 60e-6, rise: 9e-6, fall: 14e-6, base: -0.4, top: 1.1, begin: 40.3e-6 }
const settled = { overshoot: 0.15, undershoot: 0.1, decay: 5e-6 }

describe('the mark of a measurement', () => {
  it('has the instants between which it was measured, of the result next to where it is looked for', () => {
    fc.assert(
      fc.property(fc.constantFrom(...durations), fc.double({ min: 0, max: 3999, noNaN: true }), (name, near) => {
        const [wave, other] = [waveOf(sampled(pulses(shape))), waveOf(sampled(pulses({ ...shape, begin: 55.7e-6 })))]
        const second = isBetween(name) ? other : wave
        const results = Array.from(measures[name](wave, second) as Float64Array)
        const mark = markOf(name, wave, second, near)!
        const [from, until] = mark.instants as [number, number]
        expect(results).toContain(mark.value)
        expect((until - from) / rate).toBeCloseTo(mark.value, 12)
        // No cycle is nearer than half a period and the length of what is measured.
        const isWithin = near > 300 && near < 3700
        if (isWithin) expect(Math.abs((from + until) / 2 - near)).toBeLessThanOrEqual(173 / 2 + 0.1)
      }),
      { numRuns: 200 },
    )
  })

  it('is there for every measurement that has a result, and for no other', () => {
    const wave = waveOf(sampled(pulses({ ...shape, ...settled })))
    const other = waveOf(sampled(pulses({ ...shape, begin: 55.7e-6 })))
    const flat = waveOf(sampled(() => 0.25))
    for (const name of measurementNames) {
      const found = measures[name](wave, other)
      const mark = markOf(name, wave, other, 2000)
      expect(mark === null, name).toBe(typeof found === 'string')
      if (mark === null) continue
      for (const at of mark.instants) expect(at >= 0 && at <= wave.length - 1, name).toBe(true)
      if (typeof measures[name](flat, flat) === 'string') expect(markOf(name, flat, flat, 2000), name).toBeNull()
    }
  })

  it('has the levels that the value comes of', () => {
    const wave = waveOf(sampled(pulses({ ...shape, ...settled })))
    const level = (name: MeasurementName, of: string): number =>
      markOf(name, wave, wave, 2000)!.levels.find((one) => one.of === of)!.at
    const value = (name: MeasurementName): number => markOf(name, wave, wave, 2000)!.value
    const amplitude = value('amplitude')
    expect(level('amplitude', 'top') - level('amplitude', 'base')).toBeCloseTo(amplitude, 12)
    expect(level('peakToPeak', 'max') - level('peakToPeak', 'min')).toBeCloseTo(value('peakToPeak'), 12)
    expect((level('overshoot', 'max') - level('overshoot', 'top')) / amplitude).toBeCloseTo(value('overshoot'), 12)
    expect((level('undershoot', 'base') - level('undershoot', 'min')) / amplitude).toBeCloseTo(value('undershoot'), 12)
    expect(level('rise', '90 %') - level('rise', '10 %')).toBeCloseTo(0.8 * amplitude, 12)
    expect(level('period', '50 %')).toBeCloseTo((level('amplitude', 'top') + level('amplitude', 'base')) / 2, 12)
    for (const name of ['min', 'max', 'top', 'base', 'mean', 'cycleMean'] as const)
      expect(markOf(name, wave, wave, 0)!.levels[0]!.at, name).toBe(value(name))
  })

  it('stands on an inverted channel where the inverted signal is', () => {
    const wave = waveOf(sampled(sine(10e3, 1, 0.3), { voltsPerCode: -1e-4 }))
    const { levels } = markOf('max', wave, wave, 0)!
    expect(levels[0]!.at).toBeCloseTo(1.3, 3)
  })
})
