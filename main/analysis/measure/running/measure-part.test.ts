import { afterEach, describe, expect, it } from 'vitest'
import type { MeasurementName } from '#shared/kinds/measurements.ts'
import { seeded } from '#shared/testing/seeded.ts'
import { AnalysisRig, type RigOptions } from '../../testing/analysis-rig.ts'
import { pulses, sampled } from '../../testing/signals.ts'
import type { MeasuredRow, RowFigures } from './measured-row.ts'

const rate = 1e6
const scale = { scanIndex: 0, voltsPerCode: 1e-4, offsetCodes: 0 }
const row = (name: MeasurementName, of = scale): MeasuredRow => ({ name, of, to: null })
const rows = (names: readonly MeasurementName[]): MeasuredRow[] => names.map((name) => row(name))

let rig: AnalysisRig | undefined
afterEach(async () => {
  await rig?.host.stop()
  rig = undefined
})

async function start(options: RigOptions = {}): Promise<AnalysisRig> {
  rig = await AnalysisRig.start({ samplingFrequencyHz: rate, ...options })
  return rig
}

/** Pushes the codes in blocks of random sizes. */
function pushInPieces(to: AnalysisRig, codes: Int16Array, seed = 1, channels = 1): void {
  const random = seeded(seed)
  for (let at = 0; at < codes.length; ) {
    const scans = 1 + Math.floor(random() * 9000)
    const end = Math.min(codes.length, at + scans * channels)
    to.pushCodes(codes.slice(at, end))
    at = end
  }
}

async function stopped(of: AnalysisRig): Promise<readonly RowFigures[]> {
  of.host.setRunning(false)
  return of.host.measuring.figures()
}

const train = { period: 173e-6, width: 60e-6, rise: 8e-6, fall: 12e-6, base: -0.4, top: 1.1, begin: 50.5e-6 }

describe('measurements of a stream', () => {
  it('count every cycle once, wherever blocks and records end', async () => {
    const here = await start()
    here.host.measuring.set(rows(['period', 'rise', 'fall', 'positiveWidth', 'negativeWidth', 'dutyCycle']))
    const samples = 300_000
    pushInPieces(here, sampled(pulses(train), { samples }).codes)
    // The first edge is at 50.5 samples; the last piece may end within a cycle.
    const rising = Math.floor((samples - 50.5 - 10) / 173) + 1
    const [period, rise, fall, wide, narrow, duty] = (await stopped(here)).map(({ figures }) => figures)
    expect([period!.count, duty!.count]).toEqual([rising - 1, rising - 1])
    expect([rise!.count, fall!.count, wide!.count, narrow!.count]).toEqual([rising, rising, rising, rising - 1])
    expect(period!.mean).toBeCloseTo(173e-6, 10)
    expect(period!.max - period!.min).toBeLessThan(1e-7)
    expect(rise!.mean).toBeCloseTo(6.4e-6, 7)
    expect(fall!.mean).toBeCloseTo(9.6e-6, 7)
    expect(wide!.mean).toBeCloseTo(60e-6, 8)
    expect(narrow!.mean).toBeCloseTo(113e-6, 8)
    expect(duty!.mean).toBeCloseTo(60 / 173, 4)
    expect(period!.sigma).toBeLessThan(1e-8)
  })

  it('say the share of the stream they were made of', async () => {
    const here = await start()
    here.host.measuring.set(rows(['max']))
    pushInPieces(here, sampled(pulses(train), { samples: 200_000 }).codes)
    const [all] = await stopped(here)
    expect(all!.share).toBeGreaterThan(0.999)
    expect(all!.figures.max).toBeCloseTo(1.1, 4)
    expect(all!.reason).toBeNull()
  })

  it('measure nothing over a gap', async () => {
    const here = await start()
    here.host.measuring.set(rows(['period', 'positiveWidth']))
    const { codes } = sampled(pulses(train), { samples: 100_000 })
    pushInPieces(here, codes.slice(0, 50_000))
    here.pushCodes(codes.slice(50_040), 17)
    const [period, wide] = await stopped(here)
    expect(period!.figures.count).toBeGreaterThan(550)
    for (const { figures } of [period!, wide!]) expect(figures.max - figures.min).toBeLessThan(1e-7)
  })

  it('begin anew where the signal becomes another one, and when they are told to', async () => {
    const here = await start()
    here.host.measuring.set(rows(['frequency']))
    pushInPieces(here, sampled(pulses(train), { samples: 60_000 }).codes)
    here.host.markSeam(1, 60_000)
    pushInPieces(here, sampled(pulses({ ...train, period: 200e-6 }), { samples: 60_000 }).codes)
    expect((await here.host.measuring.figures())[0]!.figures.min).toBeCloseTo(5000, 0)
    here.host.measuring.reset()
    pushInPieces(here, sampled(pulses({ ...train, period: 400e-6 }), { samples: 60_000 }).codes.slice(100))
    const [again] = await stopped(here)
    expect(again!.figures.max).toBeCloseTo(2500, 0)
  })

  it('go on when others are added, and follow a scale that changes', async () => {
    const here = await start()
    here.host.measuring.set([row('period')])
    const { codes } = sampled(pulses(train), { samples: 50_000 })
    pushInPieces(here, codes)
    const before = (await here.host.measuring.figures())[0]!.figures.count
    here.host.measuring.set([row('max'), row('period')])
    const kept = await here.host.measuring.figures()
    expect(kept[1]!.figures.count).toBeGreaterThanOrEqual(before)
    here.host.measuring.set([row('max', { ...scale, voltsPerCode: 1e-3 })])
    pushInPieces(here, codes)
    const [max] = await stopped(here)
    expect(max!.figures.mean).toBeCloseTo(11, 3)
  })

  it('take longer records for a slow signal', async () => {
    const here = await start()
    here.host.measuring.set(rows(['period', 'rise']))
    const slow = { period: 50e-3, width: 20e-3, rise: 5e-3, fall: 1e-3, base: 0, top: 1, begin: 10e-3 }
    pushInPieces(here, sampled(pulses(slow), { samples: 600_000 }).codes)
    const [period, rise] = await stopped(here)
    expect(period!.figures.count).toBe(11)
    expect(period!.figures.mean).toBeCloseTo(50e-3, 8)
    expect(rise!.figures.count).toBe(12)
    expect(rise!.figures.mean).toBeCloseTo(4e-3, 5)
  })

  it('have every burst once, wherever records end, and however long a burst and its pauses are', async () => {
    for (const scale of [1, 7]) {
      const here = await start()
      here.host.measuring.set(rows(['burstWidth']))
      const [every, count] = [9001e-6 * scale, 9]
      const one = pulses({ ...train, begin: 2000.5e-6 })
      const isOn = (at: number): boolean => at > 1950e-6 && at < 1950e-6 + count * train.period
      const inBurst = (seconds: number): number => (isOn(seconds % every) ? one(seconds % every) : train.base)
      const samples = 900_000
      pushInPieces(here, sampled(inBurst, { samples }).codes)
      const [width] = await stopped(here)
      // Neither the first burst nor the last has a pause on both sides that was seen.
      const planted = Math.floor((samples / 1e6 - 2000e-6) / every) + 1
      expect(width!.figures.count, `bursts every ${every} s`).toBe(planted - 2)
      expect(width!.figures.mean).toBeCloseTo((count - 1) * train.period + train.width, 8)
      expect(width!.figures.max - width!.figures.min).toBeLessThan(2e-8)
      await here.host.stop()
    }
  })

  it('compare the data of a bus with its clock, each cycle once', async () => {
    const here = await start({ channels: 2 })
    const other = { ...scale, scanIndex: 1 }
    here.host.measuring.set([
      { name: 'setup', of: scale, to: other },
      { name: 'hold', of: scale, to: other },
      { name: 'skew', of: scale, to: other },
    ])
    const samples = 200_000
    // Data of half the rate of the clock change 14 us before it rises.
    const shape = { rise: 4e-6, fall: 4e-6, base: 0, top: 1 }
    const data = sampled(pulses({ ...shape, period: 200e-6, width: 100e-6, begin: 36.5e-6 }), { samples, stride: 2 })
    const clocks = pulses({ ...shape, period: 100e-6, width: 50e-6, begin: 50.5e-6 })
    const clock = sampled(clocks, { samples, stride: 2, place: 1 })
    for (let k = 1; k < data.codes.length; k += 2) data.codes[k] = clock.codes[k]!
    pushInPieces(here, data.codes, 4, 2)
    const [setup, hold, skew] = await stopped(here)
    // The data change 2000 times: each before a clock; those behind a clock but for the first, and one where a record ends.
    expect(setup!.figures.count).toBe(2000)
    expect(hold!.figures.count).toBeGreaterThan(1980)
    expect(hold!.figures.count).toBeLessThan(2000)
    expect(setup!.figures.mean).toBeCloseTo(14e-6, 9)
    expect(hold!.figures.mean).toBeCloseTo(86e-6, 9)
    expect(skew!.figures.max).toBeCloseTo(14e-6, 9)
  })

  it('say why there is nothing: not yet, not captured, no amplitude', async () => {
    const here = await start()
    here.host.measuring.set([row('rise'), row('max', { ...scale, scanIndex: 3 })])
    expect((await here.host.measuring.figures()).map(({ reason }) => reason)).toEqual(['notYet', 'notCaptured'])
    pushInPieces(here, new Int16Array(40_000).fill(5))
    const found = await stopped(here)
    expect(found.map(({ reason, figures }) => [reason, figures.count])).toEqual([
      ['noAmplitude', 0],
      ['notCaptured', 0],
    ])
  })

  it('keep what was measured when the signal goes, and say that the newest record has none', async () => {
    // The longest record is 4 s.
    const here = await start({ samplingFrequencyHz: 1e5 })
    here.host.measuring.set([row('rise')])
    pushInPieces(here, sampled(pulses(train), { samples: 50_000 }).codes)
    pushInPieces(here, new Int16Array(700_000).fill(-4000))
    const [rise] = await stopped(here)
    expect(rise!.reason).toBe('noAmplitude')
    expect(rise!.figures.count).toBeGreaterThan(280)
  })

  it('are made of what is in memory when they are added to a stopped capture', async () => {
    const here = await start()
    pushInPieces(here, sampled(pulses(train), { samples: 50_000 }).codes)
    here.host.setRunning(false)
    here.host.measuring.set([row('period')])
    const [period] = await here.host.measuring.figures()
    expect(period!.figures.mean).toBeCloseTo(173e-6, 9)
    expect(period!.figures.count).toBe(288)
  })

  it('compare two channels of one scan', async () => {
    const here = await start({ channels: 2 })
    const other = { ...scale, scanIndex: 1 }
    here.host.measuring.set([
      { name: 'delay', of: scale, to: other },
      { name: 'phase', of: other, to: scale },
    ])
    const samples = 100_000
    const first = sampled(pulses(train), { samples, stride: 2 })
    const second = sampled(pulses({ ...train, begin: train.begin + 20e-6 }), { samples, stride: 2, place: 1 })
    for (let k = 1; k < first.codes.length; k += 2) first.codes[k] = second.codes[k]!
    pushInPieces(here, first.codes, 3, 2)
    const [delay, phase] = await stopped(here)
    expect(delay!.figures.mean).toBeCloseTo(20e-6, 9)
    expect(delay!.figures.count).toBe(578)
    expect(phase!.figures.mean).toBeCloseTo((-20 / 173) * 360, 3)
  })

  it('have a trend and a histogram of all their values', async () => {
    const here = await start()
    here.host.measuring.set(rows(['positiveWidth', 'max']))
    pushInPieces(here, sampled(pulses(train), { samples: 150_000 }).codes)
    pushInPieces(here, sampled(pulses({ ...train, width: 90e-6 }), { samples: 150_000 }).codes)
    const [width] = await stopped(here)
    const plot = (await here.host.measuring.plot(0))!
    const { low, width: bin, counts } = plot.histogram!
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(width!.figures.count)
    // Half of them 60 us, half 90 us, and one at most in between: the pulse at which one signal becomes the other.
    expect([low, low + bin * counts.length].map((end) => Math.round(end * 1e6))).toEqual([60, 90])
    expect(counts.filter((count) => count > 1).length).toBeLessThanOrEqual(4)
    const { mean, secondsPerColumn } = plot.trend
    expect(mean.length * secondsPerColumn).toBeGreaterThan(0.25)
    expect(mean.at(0)! * 1e6).toBeCloseTo(60, 1)
    expect(mean.at(-1)! * 1e6).toBeCloseTo(90, 1)
    here.host.measuring.reset()
    expect((await here.host.measuring.plot(0))!.histogram).toBeNull()
    expect(await here.host.measuring.plot(7)).toBeNull()
  })
})
