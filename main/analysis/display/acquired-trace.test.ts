// What an acquisition mode draws, as frames carry it: what it is, how much is behind it, and why there is nothing.
import { describe, expect, it } from 'vitest'
import { type Acquired, decodeAcquired } from '#shared/frame/acquired.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import type { AcquisitionSettings } from '#shared/kinds/acquisitions.ts'
import { seeded } from '#shared/testing/seeded.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import type { AnalysisView } from './view-handle.ts'

const average: AcquisitionSettings = { kind: 'average', count: 64, method: 'exponential' }
const period = 100.3
const amplitude = 20_000

function about(frame: Frame): Acquired | null {
  const section = frame.sections.find(({ kind }) => kind === sectionKind.acquisition)
  return section === undefined ? null : decodeAcquired(section.data)
}

function values(frame: Frame, channel = 0): Float32Array | null {
  const section = frame.sections.find((one) => one.kind === sectionKind.acquired && one.channel === channel)
  return section === undefined ? null : new Float32Array(section.data.slice().buffer)
}

const rms = (all: readonly number[]): number => Math.sqrt(all.reduce((sum, one) => sum + one * one, 0) / all.length)

interface Opened {
  readonly rig: AnalysisRig
  readonly view: AnalysisView
  /** Pushes so many samples of the noisy sine, in odd blocks. */
  play(samples: number): void
}

/** A sine with noise on every channel, a trigger where channel 0 rises, and a view of a period. */
async function open(settings: AcquisitionSettings, noise = 2000, channels = 1): Promise<Opened> {
  const rig = await AnalysisRig.start({ channels })
  const chance = seeded(7)
  rig.host.setTrigger({ kind: 'edge', mode: 'auto', channel: 0, slope: 'rising', level: 0, hysteresis: 8000 })
  rig.host.setAcquisition(settings)
  const view = rig.openView({ secondsPerDiv: 1e-5, positionSeconds: 0, columns: 100 })
  const play = (samples: number): void => {
    for (let done = 0; done < samples; ) {
      const begin = rig.model.length
      const scans = Math.min(samples - done, 501 + Math.floor(chance() * 900))
      const rows = Array.from({ length: scans }, (_, k) =>
        Array.from({ length: channels }, () => {
          const sine = amplitude * Math.sin((2 * Math.PI * (begin + k)) / period)
          return Math.round(sine + (chance() + chance() + chance() + chance() - 2) * noise)
        }),
      )
      rig.push(rows)
      done += scans
    }
    rig.run()
  }
  return { rig, view, play }
}

describe('an average in frames', () => {
  it('has the noise of one record over the root of their number, and more than sixteen bits', async () => {
    const { rig, view, play } = await open(average)
    view.setView({ secondsPerDiv: 3e-5, positionSeconds: 0, columns: 100, atSample: null })
    play(60_000)
    const frame = await rig.frame(view)
    const { first, step, points, ...told } = about(frame)!
    expect(told).toMatchObject({ mode: 'average', state: 'drawn', records: 64, wanted: 64, share: 1 })
    expect(told.bitsGained).toBeCloseTo(3, 1)
    const mean = [...values(frame)!]
    const raw = [...sectionInt16(frame.sections.find(({ kind }) => kind === sectionKind.samples)!)]
    // Beside the sine that fits best: noise moves the instants themselves a little, which costs height.
    const residual = (all: readonly number[], at: (k: number) => number): number => {
      const phases = all.map((_, k) => (2 * Math.PI * at(k)) / period)
      const part = (wave: (x: number) => number) =>
        (2 * all.reduce((sum, one, k) => sum + one * wave(phases[k]!), 0)) / all.length
      const [s, c] = [part(Math.sin), part(Math.cos)]
      return rms(all.map((one, k) => one - s * Math.sin(phases[k]!) - c * Math.cos(phases[k]!)))
    }
    // Of whole periods, so that sine and cosine do not mix: three of them.
    const before = residual(raw.slice(0, 301), (k) => frame.firstSample + k)
    const after = residual(mean.slice(10, 311), (k) => first + (10 + k) * step)
    expect(before / after).toBeGreaterThan(8 * 0.8)
    expect(before / after).toBeLessThan(8 * 1.25)
    expect(mean.some((one) => !Number.isInteger(one))).toBe(true)
    expect(points).toBe(mean.length)
    // At the instant the sine rises through the level.
    const at = Math.round((frame.triggerSample - first) / step)
    expect(Math.abs(mean[at]!)).toBeLessThan(1500)
  })

  it('leaves the samples in the frame as they are', async () => {
    const { rig, view, play } = await open(average, 2000, 2)
    play(8_000)
    const frame = await rig.frame(view)
    expect(values(frame, 1)).not.toBeNull()
    for (const channel of [0, 1]) {
      const section = frame.sections.find((one) => one.kind === sectionKind.samples && one.channel === channel)!
      const scans = rig.model.slice(frame.firstSample, frame.firstSample + frame.points)
      expect([...sectionInt16(section)]).toEqual(scans.map((scan) => scan![channel]))
    }
  })

  it('counts the records up, and begins anew with another time base, trigger, mode, stream and single', async () => {
    const { rig, view, play } = await open({ ...average, count: 1000 })
    const recordsAfter = async (samples: number): Promise<number> => {
      play(samples)
      return about(await rig.frame(view))!.records
    }
    const many = await recordsAfter(6_000)
    expect(many).toBeGreaterThan(40)
    expect(await recordsAfter(1_000)).toBeGreaterThan(many)
    const changes: (() => void)[] = [
      () => view.setView({ secondsPerDiv: 8e-6, positionSeconds: 0, columns: 100, atSample: null }),
      () =>
        rig.host.setTrigger({ kind: 'edge', mode: 'auto', channel: 0, slope: 'rising', level: 100, hysteresis: 8000 }),
      () => rig.host.setAcquisition({ ...average, count: 500 }),
      () => rig.host.armSingle(),
      () => rig.beginEpoch(),
    ]
    for (const change of changes) {
      change()
      const few = await recordsAfter(1_000)
      expect(few).toBeGreaterThan(0)
      expect(few).toBeLessThan(12)
      expect(await recordsAfter(6_000)).toBeGreaterThan(40)
    }
  })

  it('stays when the capture stops, at any look at it', async () => {
    const { rig, view, play } = await open(average)
    play(10_000)
    const before = values(await rig.frame(view))
    rig.host.setRunning(false)
    expect(values(await rig.frame(view))).toEqual(before)
    view.setView({ secondsPerDiv: 2e-6, positionSeconds: 0, columns: 100, atSample: null })
    const closer = await rig.frame(view)
    expect(values(closer)).toEqual(before)
    expect(about(closer)!.records).toBe(64)
  })

  it('says why there is none: no trigger, the past, no record yet, another window', async () => {
    const { rig, view, play } = await open(average)
    play(10_000)
    await rig.frame(view)
    rig.host.setTrigger({ kind: 'edge', mode: 'auto', channel: 0, slope: 'rising', level: 30_000, hysteresis: 10 })
    play(4_000)
    rig.nowMs += 1000
    play(400)
    const untriggered = await rig.frame(view)
    expect(untriggered.anchor).toBe('auto')
    expect(about(untriggered)!.state).toBe('untriggered')
    expect(values(untriggered)).toBeNull()
    view.setView({ secondsPerDiv: 1e-5, positionSeconds: 0, columns: 100, atSample: 5_000 })
    expect(about(await rig.frame(view))!.state).toBe('past')
    view.dispose()
    const [wide, narrow] = [3e-5, 1e-5].map((secondsPerDiv) => rig.openView({ secondsPerDiv })) as [
      AnalysisView,
      AnalysisView,
    ]
    rig.host.setTrigger({ kind: 'edge', mode: 'auto', channel: 0, slope: 'rising', level: 0, hysteresis: 8000 })
    play(4_000)
    expect(about(await rig.frame(wide))!.state).toBe('other')
    expect(about(await rig.frame(narrow))!.state).toBe('drawn')
  })

  it('begins anew after a look back', async () => {
    const { rig, view, play } = await open({ ...average, count: 1000 })
    play(6_000)
    view.setView({ secondsPerDiv: 1e-5, positionSeconds: 0, columns: 100, atSample: 2_000 })
    play(3_000)
    view.setView({ secondsPerDiv: 1e-5, positionSeconds: 0, columns: 100, atSample: null })
    play(1_000)
    expect(about(await rig.frame(view))!.records).toBeLessThan(12)
  })

  it('is of the samples alone when the mode is sample', async () => {
    const { rig, view, play } = await open({ kind: 'sample' })
    play(4_000)
    const frame = await rig.frame(view)
    expect([about(frame), values(frame)]).toEqual([null, null])
  })
})

describe('an envelope in frames', () => {
  it('holds the sine and all its noise', async () => {
    const { rig, view, play } = await open({ kind: 'envelope', extent: 'all', count: 64 })
    play(20_000)
    const frame = await rig.frame(view)
    const { records, points, wanted } = about(frame)!
    expect(records).toBeGreaterThan(150)
    expect(wanted).toBe(0)
    const pairs = [...values(frame)!]
    expect(pairs).toHaveLength(2 * points)
    const heights = Array.from({ length: points }, (_, k) => pairs[2 * k + 1]! - pairs[2 * k]!)
    expect(Math.min(...heights)).toBeGreaterThan(3_000)
    expect(Math.max(...heights)).toBeLessThan(8_000 + (2 * Math.PI * amplitude) / period)
  })
})

describe('high resolution in frames', () => {
  it('is the exact mean of the samples of each column, and says what it gains', async () => {
    const { rig, view, play } = await open({ kind: 'highres' }, 2000, 2)
    play(40_000)
    rig.push(
      Array.from({ length: 7_000 }, () => [5, -5]),
      333,
    )
    rig.run()
    for (const secondsPerDiv of [1.2e-4, 1e-3, 2.56e-3, 4e-3]) {
      view.setView({ secondsPerDiv, positionSeconds: 0, columns: 100, atSample: 40_100 })
      const frame = await rig.frame(view)
      const { first, step, points, ...told } = about(frame)!
      expect(frame.form).toBe('envelope')
      expect(told).toMatchObject({ mode: 'highres', state: 'drawn', share: 1, bitsGained: 0.5 * Math.log2(step) })
      expect([first, step, points]).toEqual([
        frame.firstSample + (frame.scansPerPoint - 1) / 2,
        frame.scansPerPoint,
        frame.points,
      ])
      for (const channel of [0, 1]) {
        const means = Array.from({ length: points }, (_, k) => {
          const begin = frame.firstSample + k * step
          const codes = rig.model.slice(Math.max(0, begin), begin + step).flatMap((scan) => scan?.[channel] ?? [])
          return codes.reduce((sum, code) => sum + code, 0) / codes.length
        })
        expect(values(frame, channel)).toEqual(Float32Array.from(means))
      }
    }
  })

  it('gains nothing where every sample is a point, and says so', async () => {
    const { rig, view, play } = await open({ kind: 'highres' })
    play(4_000)
    const frame = await rig.frame(view)
    expect(about(frame)).toMatchObject({ state: 'fine', bitsGained: 0 })
    expect(values(frame)).toBeNull()
  })
})
