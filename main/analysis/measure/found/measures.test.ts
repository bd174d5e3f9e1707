import { describe, expect, it } from 'vitest'
import { isBetween, type MeasurementName, measurementNames } from '#shared/kinds/measurements.ts'
import {
  clock,
  normal,
  type Pulses,
  pulses,
  type SampledSignal,
  type Sampling,
  sampled,
  sine,
} from '../../testing/signals.ts'
import { waveOf } from '../../testing/waves.ts'
import { measures } from './measures.ts'

/** A figure and how far from it the mean of the results may be; or the reason that there must be none. */
type Wanted = readonly [value: number, tolerance: number] | string
type Expected = Partial<Record<MeasurementName, Wanted>>
interface Case {
  readonly name: string
  readonly signal: SampledSignal
  readonly expected: Expected
}

const rate = 1e6

function meanFound(name: MeasurementName, signal: SampledSignal, other = signal): number | string {
  const wave = waveOf(signal)
  const found = measures[name](wave, other === signal ? wave : waveOf(other))
  if (typeof found !== 'object') return found
  return found.reduce((sum, one) => sum + one, 0) / found.length
}

function check({ signal, expected }: Case): void {
  for (const [name, wanted] of Object.entries(expected) as [MeasurementName, Wanted][]) {
    const found = meanFound(name, signal)
    if (typeof wanted === 'string') expect(found, name).toBe(wanted)
    else
      expect(Math.abs(Number(found) - wanted[0]), `${name}: ${found}, not ${wanted[0]}`).toBeLessThanOrEqual(wanted[1])
  }
}

/** From 10 % to 90 % of a sine, as a share of its period. */
const sineRise = Math.asin(0.8) / Math.PI

const sines: Case[] = [6.3, 10, 16, 37.7, 100, 333].flatMap((perPeriod) =>
  [0.2, 1.5].flatMap((amplitude) =>
    [0, 0.35].map((offset) => {
      const period = perPeriod / rate
      /** A peak between two samples is missed by so much at most. */
      const missed = amplitude * (1 - Math.cos(Math.PI / perPeriod)) + 2e-4
      const instants = (2 / perPeriod ** 2 + 0.002 * (perPeriod / 100)) / rate
      const levels = 0.012 * amplitude + 2 * missed
      return {
        name: `a sine of ${perPeriod} samples a period, ${amplitude} V about ${offset} V`,
        signal: sampled(sine(1 / period, amplitude, offset, 0.3)),
        expected: {
          period: [period, instants],
          frequency: [1 / period, instants / period ** 2],
          rise: [sineRise * period, 0.01 * period + 2 * instants + (0.6 / perPeriod ** 2) * period],
          fall: [sineRise * period, 0.01 * period + 2 * instants + (0.6 / perPeriod ** 2) * period],
          positiveWidth: [period / 2, 0.01 * period],
          negativeWidth: [period / 2, 0.01 * period],
          dutyCycle: [0.5, 0.01],
          max: [offset + amplitude, missed],
          min: [offset - amplitude, missed],
          peakToPeak: [2 * amplitude, 2 * missed],
          amplitude: [2 * amplitude, levels],
          top: [offset + amplitude, levels],
          base: [offset - amplitude, levels],
          cycleMean: [offset, amplitude / perPeriod ** 2],
          cycleRms: [Math.hypot(offset, amplitude / Math.SQRT2), amplitude / perPeriod ** 2],
          acRms: [amplitude / Math.SQRT2, 0.1 * amplitude],
          overshoot: [0, 0.01],
          undershoot: [0, 0.01],
          jitterPeriod: [0, 3 * instants],
          edges: [(2 * 4000) / perPeriod, 2],
        },
      } satisfies Case
    }),
  ),
)

/** Samples by which the 10 % and 90 % crossings of an edge of one sample are off, where its ends lie between two. */
const kink = 1.5

/** What is wanted of pulses: `slack` seconds at instants, `noise` volts at levels. */
function pulseFigures(shape: Pulses, slack: number, noise: number): Expected {
  const { period, width, rise, fall, base, top, overshoot = 0, undershoot = 0 } = shape
  const amplitude = top - base
  const share = noise / amplitude
  return {
    period: [period, slack],
    frequency: [1 / period, slack / period ** 2],
    positiveWidth: [width, slack],
    negativeWidth: [period - width, slack],
    dutyCycle: [width / period, slack / period],
    rise: [0.8 * rise, 2 * slack + kink / (rise * rate) / rate],
    fall: [0.8 * fall, 2 * slack + kink / (fall * rate) / rate],
    top: [top, noise],
    base: [base, noise],
    amplitude: [amplitude, 2 * noise],
    overshoot: [overshoot, 0.005 + 10 * share],
    undershoot: [undershoot, 0.005 + 10 * share],
    max: [top + overshoot * amplitude, 0.005 * amplitude + 10 * noise],
    min: [base - undershoot * amplitude, 0.005 * amplitude + 10 * noise],
  }
}

const squares: Case[] = [
  [8, 8],
  [5, 20],
  [20, 3],
  [40, 40],
].flatMap(([rise = 0, fall = 0]) =>
  [0, 0.1, 0.25].flatMap((overshoot) =>
    [0.5, 0.2, 0.8].map((duty) => {
      const period = 400e-6
      const shape = {
        ...{ period, width: duty * period, rise: rise / rate, fall: fall / rate, base: -0.5, top: 1.5 },
        ...{ overshoot, undershoot: overshoot / 2, decay: 4e-6, begin: 100e-6 - (rise % 2) / 2e6 },
      }
      return {
        name: `pulses of ${duty}, edges of ${rise} and ${fall} samples, overshoot ${overshoot}`,
        signal: sampled(pulses(shape)),
        expected: {
          ...pulseFigures(shape, 0.03e-6, 0.0012),
          // The peak behind the falling edge lies between two samples where the edge takes an odd number of them.
          ...(fall % 2 === rise % 2
            ? {}
            : {
                undershoot: [overshoot / 2, overshoot / 8 + 0.005] as const,
                min: [-0.5 - overshoot, overshoot / 4 + 0.01] as const,
              }),
        },
      }
    }),
  ),
)

const noisy: Case[] = [0.005, 0.01, 0.02, 0.04].flatMap((noise) =>
  [200e-6, 81e-6].map((period) => {
    const shape = { period, width: period / 2, rise: 10e-6, fall: 10e-6, base: 0, top: 1 }
    const {
      overshoot: _,
      undershoot: __,
      max: ___,
      min: ____,
      ...wanted
    } = pulseFigures(shape, 30e-6 * noise + 0.05e-6, noise / 2)
    return {
      name: `pulses of ${period} s in noise of ${noise} of them`,
      signal: sampled(pulses(shape), { noise, seed: 7 }),
      expected: {
        ...wanted,
        acRms: [Math.sqrt(0.25 - 10e-6 / (3 * period)), 0.01],
        edges: [(2 * 4000e-6) / period, 2],
      } as Expected,
    }
  }),
)

const trains: Case[] = [
  [2, 100],
  [6, 1000],
  [30, 300],
  [3, 1999],
].map(([width = 0, period = 0]) => {
  const shape = {
    period: period / rate,
    width: width / rate,
    rise: 1 / rate,
    fall: 1 / rate,
    base: 0.1,
    top: 2.1,
    begin: 20.5e-6,
  }
  const { rise: _, fall: __, ...wanted } = pulseFigures(shape, 0.01e-6, 0.001)
  return { name: `pulses of ${width} samples every ${period}`, signal: sampled(pulses(shape)), expected: wanted }
})

const jittered: Case[] = [0.02, 0.1, 0.4, 1].flatMap((wander) =>
  [20, 50.3].map((perPeriod) => {
    const chance = normal(Math.round(wander * 100))
    const edges = Array.from(
      { length: Math.floor(8000 / perPeriod) },
      (_, k) => ((k + 1) * perPeriod + wander * chance()) / rate,
    )
    const shape = { half: perPeriod / 2 / rate, rise: 3 / rate, base: 0, top: 1 }
    const seen = edges.filter((at) => at < 7990e-6)
    const periods = seen.slice(1).map((at, k) => at - seen[k]!)
    const mean = (seen.at(-1)! - seen[0]!) / periods.length
    const square = (values: readonly number[]): number => values.reduce((sum, one) => sum + one * one, 0)
    const steps = periods.slice(1).map((one, k) => one - periods[k]!)
    const planted = Math.sqrt(square(periods.map((one) => one - mean)) / (periods.length - 1))
    const tolerance = 0.01 / rate
    return {
      name: `a clock of ${perPeriod} samples whose edges wander by ${wander}`,
      signal: sampled(clock(edges, shape), { samples: 8000 }),
      expected: {
        period: [mean, tolerance],
        jitterPeriod: [planted, tolerance],
        jitterCycle: [Math.sqrt(square(steps) / steps.length), tolerance],
        // Of so many edges the deviation itself is known to a tenth only.
        tie: [wander / rate, (0.12 * wander) / rate + tolerance],
      } as Expected,
    }
  }),
)

const triangle = (seconds: number): number => Math.abs(((seconds / 200e-6) % 1) * 2 - 1) * 2 - 1
const ramp = (seconds: number): number => (seconds / 250e-6) % 1

/** Bursts of pulses of 10 us every 25 us, 700 us from one to the next. */
const bursts: Case[] = [2, 3, 5, 12].map((count) => {
  const train = { width: 10e-6, rise: 4e-6, fall: 2e-6, base: -0.2, top: 1 }
  const one = pulses({ ...train, period: 25e-6, begin: 30.5e-6 })
  const isOn = (at: number): boolean => at > 20e-6 && at < 20e-6 + 25e-6 * count
  const inBurst = (seconds: number): number => (isOn(seconds % 700e-6) ? one(seconds % 700e-6) : -0.2)
  return {
    name: `bursts of ${count} pulses`,
    signal: sampled(inBurst),
    expected: { burstWidth: [(count - 1) * 25e-6 + 10e-6, 0.02e-6], positiveWidth: [10e-6, 0.02e-6], top: [1, 1e-3] },
  }
})

const shapes: Case[] = [
  {
    name: 'a triangle',
    signal: sampled(triangle),
    expected: {
      amplitude: [2, 2e-3],
      rise: [80e-6, 0.1e-6],
      fall: [80e-6, 0.1e-6],
      period: [200e-6, 1e-9],
      burstWidth: 'noBurst',
      cycleMean: [0, 1e-3],
      cycleRms: [1 / Math.sqrt(3), 1e-3],
    },
  },
  {
    name: 'a ramp',
    signal: sampled(ramp),
    expected: {
      top: [0.996, 1e-3],
      base: [0, 1e-3],
      rise: [0.8 * 249e-6, 1e-6],
      period: [250e-6, 0.01e-6],
      fall: [0.8e-6, 0.05e-6],
    },
  },
  {
    name: 'a steady voltage',
    signal: sampled(() => 0.25),
    expected: {
      mean: [0.25, 1e-9],
      rms: [0.25, 1e-9],
      acRms: [0, 1e-9],
      peakToPeak: [0, 0],
      max: [0.25, 1e-9],
      edges: [0, 0],
      area: [0.25 * 4e-3, 1e-9],
      ...withReason('noAmplitude', [
        'frequency',
        'period',
        'rise',
        'fall',
        'dutyCycle',
        'top',
        'base',
        'amplitude',
        'overshoot',
        'cycleMean',
        'jitterPeriod',
        'tie',
      ]),
    },
  },
  {
    name: 'a steady voltage below zero, in noise',
    signal: sampled(() => -1, { noise: 0.01 }),
    expected: {
      mean: [-1, 1e-3],
      rms: [1, 1e-3],
      acRms: [0.01, 1e-3],
      edges: [0, 0],
      ...withReason('noAmplitude', ['frequency', 'rise', 'amplitude']),
    },
  },
  {
    name: 'a steady voltage that flickers by one code',
    signal: sampled((seconds) => (Math.round(seconds * 1e6) % 7 === 0 ? 1e-4 : 0)),
    expected: withReason('noAmplitude', ['frequency', 'rise', 'amplitude', 'top']),
  },
  {
    name: 'one rising edge',
    signal: sampled((seconds) => Math.max(0, Math.min(1, 0.5 + (seconds - 2e-3) / 10e-6))),
    expected: {
      rise: [8e-6, 0.01e-6],
      amplitude: [1, 1e-3],
      edges: [1, 0],
      fall: 'noFall',
      positiveWidth: 'noPulse',
      negativeWidth: 'noGap',
      ...withReason('fewRises', [
        'frequency',
        'period',
        'dutyCycle',
        'cycleMean',
        'cycleRms',
        'jitterPeriod',
        'jitterCycle',
        'tie',
      ]),
    },
  },
  {
    name: 'one falling edge',
    signal: sampled((seconds) => (seconds < 2.0005e-3 ? 1 : 0)),
    expected: {
      fall: [0.8e-6, 0.01e-6],
      edges: [1, 0],
      rise: 'noRise',
      frequency: 'fewRises',
      base: [0, 0],
      top: [1, 1e-9],
    },
  },
  {
    name: 'one pulse',
    signal: sampled(pulses({ period: 1, width: 50e-6, rise: 4e-6, fall: 8e-6, base: 0, top: 1, begin: 1e-3 })),
    expected: {
      positiveWidth: [50e-6, 0.01e-6],
      rise: [3.2e-6, 0.02e-6],
      fall: [6.4e-6, 0.02e-6],
      edges: [2, 0],
      negativeWidth: 'noGap',
      frequency: 'fewRises',
    },
  },
  {
    name: 'two periods of a clock',
    signal: sampled(pulses({ period: 1.3e-3, width: 0.6e-3, rise: 4e-6, fall: 4e-6, base: 0, top: 1, begin: 0.5e-3 })),
    expected: { period: [1.3e-3, 1e-9], ...withReason('fewPeriods', ['jitterPeriod', 'jitterCycle', 'tie']) },
  },
  {
    name: 'a sine that is clipped at both ends',
    signal: sampled(sine(10e3, 5)),
    expected: {
      frequency: [10e3, 1],
      period: [100e-6, 1e-8],
      edges: [80, 1],
      ...withReason('clipped', [
        'max',
        'min',
        'top',
        'base',
        'amplitude',
        'peakToPeak',
        'rise',
        'fall',
        'mean',
        'rms',
        'cycleMean',
        'cycleRms',
        'acRms',
        'area',
        'overshoot',
        'undershoot',
        'positiveWidth',
        'negativeWidth',
        'dutyCycle',
      ]),
    },
  },
  {
    name: 'a sine that is clipped at the top',
    signal: sampled(sine(10e3, 2, 2)),
    expected: {
      min: [0, 2e-3],
      base: [0, 2e-2],
      frequency: [10e3, 1],
      ...withReason('clipped', ['max', 'top', 'amplitude', 'mean']),
    },
  },
  {
    name: 'a sine that is clipped below',
    signal: sampled(sine(10e3, 2, -2)),
    expected: { max: [0, 2e-3], top: [0, 2e-2], ...withReason('clipped', ['min', 'base', 'amplitude', 'rms']) },
  },
]

function withReason(reason: string, names: readonly MeasurementName[]): Expected {
  return Object.fromEntries(names.map((name) => [name, reason]))
}

const all = [...sines, ...squares, ...noisy, ...trains, ...jittered, ...bursts, ...shapes]

describe('measurements', () => {
  it('are tested on at least 80 signals', () => {
    expect(all.length).toBeGreaterThanOrEqual(80)
  })

  it.each(all)('of $name', check)

  it('each occur in at least one of them', () => {
    const tested = new Set(all.flatMap(({ expected }) => Object.keys(expected)))
    expect(measurementNames.filter((name) => !tested.has(name))).toEqual(measurementNames.filter(isBetween))
  })

  it.each([
    { stride: 3, place: 1 },
    { voltsPerCode: 2e-4, offsetCodes: 700 },
    { stride: 2, place: 1, voltsPerCode: -1e-4, offsetCodes: -40 },
  ] satisfies Sampling[])('are the same however the samples lie: %o', (sampling) => {
    const shape = {
      period: 200e-6,
      width: 50e-6,
      rise: 6e-6,
      fall: 12e-6,
      base: -0.5,
      top: 1,
      begin: 50e-6,
      overshoot: 0.2,
      decay: 5e-6,
    }
    const there = sampled(pulses(shape), sampling)
    const plain = sampled(pulses(shape))
    for (const name of measurementNames.filter((one) => !isBetween(one) && one !== 'burstWidth')) {
      const [found, wanted] = [Number(meanFound(name, there)), Number(meanFound(name, plain))]
      expect(Math.abs(found - wanted), name).toBeLessThanOrEqual(Math.abs(wanted) * 2e-3 + 2e-8)
    }
  })

  it.each([0, 10, 45, 90, 135, -60, -120, -170])('tell a phase of %s degrees, and the delay', (degrees) => {
    const wave = sampled(sine(10e3, 1))
    const other = sampled(sine(10e3, 0.3, 0.2, (-degrees / 180) * Math.PI))
    expect(meanFound('phase', wave, other)).toBeCloseTo(degrees, 0)
    expect(Number(meanFound('delay', wave, other)) * 1e6).toBeCloseTo((degrees / 360) * 100, 1)
  })

  it('tell no delay to a channel without edges', () => {
    const wave = sampled(sine(10e3, 1))
    expect(
      meanFound(
        'delay',
        wave,
        sampled(() => 0),
      ),
    ).toBe('noAmplitude')
    expect(
      meanFound(
        'phase',
        wave,
        sampled((seconds) => (seconds < 2e-3 ? 1 : 0)),
      ),
    ).toBe('noPair')
  })
})
