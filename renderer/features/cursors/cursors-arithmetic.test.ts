// The arithmetic of the cursors, against closed forms.
import { describe, expect, it } from 'vitest'
import { type Acquired, encodeAcquired } from '#shared/frame/acquired.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import { exactly } from '../../scale/ranged.ts'
import { reasons, valueAt, zeroIn } from '../../scale/trace-value.ts'
import { envelopeFrame, rawFrame } from '../../testing/frames.ts'
import { readingWords, secondsWords } from './cursor-words.ts'
import { differences } from './differences.ts'
import { edgesOf, nearest, nextEdge } from './edges.ts'
import { nudged, placeByHand, timeGrid } from './steps.ts'

/** A code is a millivolt. */
const channel = { index: 0, scaleMillivolts: 1, offsetCodes: 0 }

describe('the value of a trace at a time', () => {
  it('lies on the line between two samples', () => {
    const frame = rawFrame([0, 100, -300], { firstSample: 1000 })
    const at = (sample: number): unknown => valueAt(frame, channel, sample)
    expect(at(0)).toEqual(exactly(0))
    expect(at(0.25)).toEqual(exactly(0.025))
    expect(at(1)).toEqual(exactly(0.1))
    expect(at(1.5)).toEqual(exactly(-0.1))
    expect(at(2)).toEqual(exactly(-0.3))
  })

  it('is in the unit of the channel, with its scale and offset', () => {
    const tenth = { index: 0, scaleMillivolts: 250, offsetCodes: 4 }
    expect(valueAt(rawFrame([0, 4]), tenth, 0.5)).toEqual(exactly((2 + 4) * 0.25))
  })

  it('is the range of the column of an envelope, whatever lies between', () => {
    const frame = envelopeFrame(
      [
        [-100, 200],
        [32_767, -32_768],
        [5, 5],
      ],
      { scansPerPoint: 50 },
    )
    expect(valueAt(frame, channel, 0)).toEqual({ low: -0.1, high: 0.2 })
    expect(valueAt(frame, channel, 49.9)).toEqual({ low: -0.1, high: 0.2 })
    expect(valueAt(frame, channel, 50)).toEqual({ reason: reasons.missing })
    expect(valueAt(frame, channel, 149)).toEqual(exactly(0.005))
    expect(valueAt(frame, channel, 150)).toEqual({ reason: reasons.outside })
    // A probe that turns the signal over turns the range over, too.
    expect(valueAt(frame, { ...channel, scaleMillivolts: -1 }, 0)).toEqual({ low: -0.2, high: 0.1 })
  })

  it('is that of what an acquisition mode draws in the place of the samples', () => {
    const noisy = rawFrame(Array.from({ length: 40 }, (_, k) => (k % 2 === 0 ? 1000 : -1000)))
    const drawn = (mode: Acquired['mode'], values: readonly number[], step: number): Frame => {
      const about = { state: 'drawn', records: 4, wanted: 4, bitsGained: 1, share: 1 } as const
      const data = encodeAcquired({ ...about, mode, first: 10.5, step, points: mode === 'envelope' ? 2 : 4 })
      return {
        ...noisy,
        sections: [
          ...noisy.sections,
          { kind: sectionKind.acquisition, channel: 0, data },
          { kind: sectionKind.acquired, channel: 0, data: new Uint8Array(Float32Array.from(values).buffer) },
        ],
      }
    }
    const average = drawn('average', [-5, 5, 5, -5], 2)
    expect(valueAt(average, channel, 10.5)).toEqual(exactly(-0.005))
    expect(valueAt(average, channel, 12)).toEqual(exactly(0.0025))
    expect(valueAt(average, channel, 10)).toEqual({ reason: reasons.outside })
    // Half way up between 10.5 and 12.5, and half way down between 14.5 and 16.5.
    expect(edgesOf(average, 0)).toEqual([11.5, 15.5])
    const envelope = drawn('envelope', [-5, 6, Number.NaN, Number.NaN], 4)
    expect(valueAt(envelope, channel, 8.5)).toEqual({ low: -0.005, high: 0.006 })
    expect(valueAt(envelope, channel, 12.5)).toEqual({ reason: reasons.missing })
    expect(valueAt(envelope, channel, 16.5)).toEqual({ reason: reasons.outside })
    // A mode that has nothing to draw leaves the samples on the screen.
    const empty = { ...average, sections: average.sections.filter(({ kind }) => kind !== sectionKind.acquired) }
    expect(valueAt(empty, channel, 10)).toEqual(exactly(1))
  })

  it('is none outside the record, in a gap, of a channel that is off, and without a record: with the reason', () => {
    const frame = rawFrame([0, 1, 2, 3, 4, 5], { firstSample: 10, gaps: [{ first: 12, count: 2 }] })
    for (const sample of [-0.001, 5.001, Number.NaN, -1e12])
      expect(valueAt(frame, channel, sample)).toEqual({ reason: reasons.outside })
    // From sample 11 to the first one that is missing, and up to the first one after.
    for (const sample of [1.5, 2, 3, 3.5]) expect(valueAt(frame, channel, sample)).toEqual({ reason: reasons.missing })
    expect(valueAt(frame, channel, 1)).toEqual(exactly(0.001))
    expect(valueAt(frame, channel, 4)).toEqual(exactly(0.004))
    expect(valueAt(frame, { ...channel, index: 1 }, 1)).toEqual({ reason: reasons.notIn })
    expect(valueAt(null, channel, 0)).toEqual({ reason: reasons.noRecord })
  })

  it('is found to a thousandth of a sample ten days into a stream', () => {
    const firstSample = 864_000_000_000_000
    const frame = rawFrame([0, 1000], { firstSample, triggerSample: firstSample + 0.5, samplingFrequencyHz: 1e9 })
    const zero = zeroIn(frame, { secondsPerDiv: 1e-9, positionSeconds: 0, atSample: null })
    expect(zero).toBe(0.5)
    expect(valueAt(frame, channel, zero + 0.123e-9 * 1e9)).toEqual(exactly(0.623))
  })
})

describe('the edges of a record', () => {
  /** Of a sine with so many samples in a period: crossings of 0 at whole half periods after the phase. */
  const sine = (count: number, period: number, phase: number): number[] =>
    Array.from({ length: count }, (_, k) => Math.round(30_000 * Math.sin((2 * Math.PI * (k - phase)) / period)))

  it.each([
    [100, 3.3],
    [40.7, 0.1],
    [17, 16.9],
  ])('of a sine of %d samples lie at its crossings, between the samples', (period, phase) => {
    const edges = edgesOf(rawFrame(sine(1000, period, phase)), 0)
    const crossings = Array.from({ length: 400 }, (_, k) => phase + ((k - 100) * period) / 2)
    // It has to be seen on both sides of the middle, a tenth of the amplitude away.
    const away = (Math.asin(0.1) / (2 * Math.PI)) * period
    const inside = crossings.filter((at) => at > Math.ceil(away) && at < 999 - Math.ceil(away))
    expect(edges).toHaveLength(inside.length)
    // Over one step a sine leaves its chord by less than a hundredth of the step; the middle itself is off by a few codes.
    for (const [k, edge] of edges.entries()) expect(Math.abs(edge - inside[k]!)).toBeLessThan(0.03)
  })

  it('of a ramp lie exactly where it crosses the middle', () => {
    const edges = edgesOf(rawFrame([0, 0, 0, 100, 200, 300, 400, 500, 501, 501]), 0)
    // The middle is 250.5: between 200 (sample 4) and 300 (sample 5).
    expect(edges).toHaveLength(1)
    expect(edges[0]).toBeCloseTo(4 + 50.5 / 100, 12)
  })

  it('are no noise around the middle, none of a level, and none across a gap', () => {
    expect(edgesOf(rawFrame([-1000, -1000, 30, -30, 20, -20, 1000, 1000]), 0)).toHaveLength(1)
    expect(edgesOf(rawFrame([-1000, -1000, 30, -30, 20, -1000, -1000, 1000]), 0)).toHaveLength(1)
    expect(edgesOf(rawFrame([7, 8, 7, 8, 7]), 0)).toEqual([])
    expect(edgesOf(rawFrame([-9, -9, 0, 0, 9, 9], { gaps: [{ first: 2, count: 2 }] }), 0)).toEqual([])
    expect(edgesOf(rawFrame([]), 0)).toEqual([])
    expect(edgesOf(rawFrame([0, 900, 0]), 5)).toEqual([])
  })

  it('of an envelope are the middle of the columns that the edge takes, and none where many share a column', () => {
    const low = [-1000, -990] as const
    const high = [990, 1000] as const
    const both = [-1000, 1000] as const
    const frame = envelopeFrame([low, low, both, high, high, low], { scansPerPoint: 10 })
    // The first takes column 2, whose middle is its 25th sample; the second lies where column 5 begins.
    expect(edgesOf(frame, 0)).toEqual([25, 50])
    expect(edgesOf(envelopeFrame([low, both, both, both, both, high]), 0)).toEqual([])
    expect(edgesOf(envelopeFrame([both, both, both]), 0)).toEqual([])
  })

  it('are gone through one by one in either direction, and the nearest is found', () => {
    const edges = [10, 20, 30]
    expect(nextEdge(edges, 10.01, 1, 0.5)).toBe(20)
    expect(nextEdge(edges, 19.9, 1, 0.5)).toBe(30)
    expect(nextEdge(edges, 30, 1, 0.5)).toBeNull()
    expect(nextEdge(edges, 20.1, -1, 0.5)).toBe(10)
    expect(nextEdge(edges, 10, -1, 0.5)).toBeNull()
    expect(nextEdge(edges, -1e9, 1, 0.5)).toBe(10)
    expect(nearest(edges, 24.9)).toBe(20)
    expect(nearest(edges, 1e9)).toBe(30)
    expect(nearest([], 0)).toBeNull()
  })
})

describe('two cursors together', () => {
  const read = (seconds: number, amplitude: Parameters<typeof readingWords>[0], unit = 'V') => ({
    seconds,
    amplitude,
    unit,
  })

  it('give dt, 1/dt, dV and the slope', () => {
    const told = differences(read(-2e-7, exactly(-0.5)), read(3e-7, exactly(0.75)))
    expect(told.dt).toBeCloseTo(5e-7, 18)
    expect(told.rate).toEqual(exactly(1 / told.dt))
    expect(told.dv).toEqual(exactly(1.25))
    expect(told.slope).toEqual(exactly(1.25 / told.dt))
    expect(told.unit).toBe('V')
  })

  it('give a positive frequency and the true slope whichever comes first', () => {
    const told = differences(read(3e-7, exactly(0.75)), read(-2e-7, exactly(-0.5)))
    expect(told.dt).toBeLessThan(0)
    expect(told.rate).toEqual(exactly(1 / Math.abs(told.dt)))
    expect(told.slope).toEqual(exactly(-1.25 / told.dt))
  })

  it('give every difference there could be where only ranges are known', () => {
    const told = differences(read(0, { low: -1, high: 2 }), read(2, { low: 4, high: 5 }))
    expect(told.dv).toEqual({ low: 4 - 2, high: 5 - -1 })
    expect(told.slope).toEqual({ low: 1, high: 3 })
    const turned = differences(read(2, { low: -1, high: 2 }), read(0, { low: 4, high: 5 }))
    expect(turned.slope).toEqual({ low: -3, high: -1 })
  })

  it('give no quotient at one time, no difference of different units, and pass a reason on', () => {
    const told = differences(read(1, exactly(3)), read(1, exactly(4)))
    expect([told.rate, told.slope]).toEqual([{ reason: 'both at one time' }, { reason: 'both at one time' }])
    expect(told.dv).toEqual(exactly(1))
    const units = differences(read(0, exactly(3)), read(1, exactly(4), 'm/s²'))
    expect([units.dv, units.slope]).toEqual([{ reason: 'different units' }, { reason: 'different units' }])
    const none = differences(read(0, exactly(3)), read(1, { reason: reasons.outside }))
    expect([none.dv, none.slope]).toEqual([{ reason: reasons.outside }, { reason: reasons.outside }])
  })

  it('is written with four digits, a range under one prefix, times as fine as the screen', () => {
    expect(readingWords(exactly(-0.75), 'V')).toBe('−750.0 mV')
    expect(readingWords(exactly(0), 'V')).toBe('0.000 V')
    expect(readingWords({ low: -0.8, high: 0.0079 }, 'V')).toBe('−800.0…7.9 mV')
    expect(readingWords({ low: -2, high: 9.999_96 }, 'm/s²')).toBe('−2.00…10.00 m/s²')
    expect(readingWords({ low: -0, high: -0 }, 'V')).toBe('0.000 V')
    // Rounded, the larger end is less or more than it is; the smaller one is not.
    expect(readingWords({ low: 0.9998, high: 1.000_49 }, 'V')).toBe('1.000…1.000 V')
    expect(readingWords({ low: -0.799_96, high: 0.800_44 }, 'V')).toBe('−800.0…800.4 mV')
    expect(readingWords({ reason: reasons.outside }, 'V')).toBe('outside the record')
    expect(secondsWords(1e-6, 1e-9)).toBe('1.000 µs')
    expect(secondsWords(1.000_000_23e-3, 1e-11)).toBe('1.00000023 ms')
    expect(secondsWords(0, 1e-9)).toBe('0.000 s')
  })
})

describe('where a hand puts a cursor', () => {
  const view = { secondsPerDiv: 1e-8, windowSeconds: 1e-7, columns: 1000 }
  const record = (samplingFrequencyHz: number) => rawFrame([0, 0, 0], { samplingFrequencyHz })

  it('is a sample where they are far apart', () => {
    // 100 MS/s: 10 ns are 100 pixels. Time zero lies 0.3 samples behind the first one.
    const grid = timeGrid(record(1e8), 0.3, view)
    expect(placeByHand(1.1e-8, grid)).toBeCloseTo(0.7e-8, 20)
    expect(placeByHand(-0.5e-8, grid)).toBeCloseTo(-0.3e-8, 20)
    expect(nudged(0.7e-8, 1, false, grid)).toBeCloseTo(1.7e-8, 20)
    expect(nudged(0.7e-8, -1, false, grid)).toBeCloseTo(-0.3e-8, 20)
    expect(nudged(0.7e-8, 10, true, grid)).toBeCloseTo(1.7e-8, 20)
  })

  it('is a round step of a pixel where samples are dense, and of an envelope', () => {
    for (const frame of [record(1e11), envelopeFrame([[0, 1]], { samplingFrequencyHz: 1e7 }), null]) {
      const grid = timeGrid(frame, 0.3, view)
      expect(placeByHand(1.234_56e-8, grid)).toBe(1.23e-8)
      expect(nudged(1.23e-8, 1, false, grid)).toBe(1.24e-8)
      expect(nudged(1.23e-8, -10, true, grid)).toBe(0.23e-8)
    }
  })

  it('goes by single samples as long as one is at least a pixel', () => {
    // 5 GS/s: two pixels a sample, too near for a hand, but not for a key.
    const grid = timeGrid(record(5e9), 0, view)
    expect(placeByHand(1.234_56e-8, grid)).toBe(1.23e-8)
    expect(nudged(2e-10, 1, false, grid)).toBeCloseTo(4e-10, 20)
  })

  it('moves with every press, however many pixels a division has', () => {
    const fine = timeGrid(null, 0, { ...view, columns: 4000 })
    let at = 1.234_567e-9
    for (let press = 0; press < 20; press++) {
      const next = nudged(at, 1, false, fine)
      expect(next).toBeGreaterThan(at)
      at = next
    }
  })
})
