// The whole analysis under a limit, against the twin of the filter: frames near and far, triggers, measurements, changes of the limit
// while it stands still, and a thread that is too slow.
import { afterEach, expect, it } from 'vitest'
import { lowPass } from '#main/kernels/twins/low-pass.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { decodeLimited, sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { seeded } from '#shared/testing/seeded.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import { lowPassCoefficients } from './low-pass.ts'

let rig: AnalysisRig
afterEach(() => rig.host.stop())

const rate = 1e6
const hz = 50_000

/** A square wave of 1 kHz with noise and spikes. */
function signal(scans: number, seed = 1): Int16Array {
  const random = seeded(seed)
  return Int16Array.from({ length: scans }, (_, k) => {
    const spike = k % 777 === 5 ? 9000 : 0
    return Math.round((k % 1000 < 500 ? -8000 : 8000) + (random() - 0.5) * 4000 + spike)
  })
}

/** As the filter has it when it begins with the first one. */
function below(codes: Int16Array, limit = hz): Int16Array {
  const out = new Int16Array(codes.length)
  lowPass(codes, 1, 0, codes.length, Float64Array.from([...lowPassCoefficients(limit, rate), 0, codes[0]!]), out)
  return out
}

/** Blocks of any length. */
function feed(codes: Int16Array): void {
  const random = seeded(7)
  for (let at = 0; at < codes.length; ) {
    const scans = Math.min(codes.length - at, 100 + Math.floor(random() * 5000))
    rig.pushCodes(codes.slice(at, at + scans))
    at += scans
  }
}

function codesOf(frame: Frame): Int16Array {
  return sectionInt16(frame.sections.find(({ kind }) => kind === sectionKind.samples || kind === sectionKind.envelope)!)
}

const limitOf = (frame: Frame) => {
  const section = frame.sections.find(({ kind }) => kind === sectionKind.limited)
  return section === undefined ? null : decodeLimited(section.data)
}

function expectDrawn(frame: Frame, model: Int16Array): void {
  const codes = codesOf(frame)
  const { firstSample, scansPerPoint, points, form } = frame
  if (form === 'raw') {
    expect([...codes]).toEqual([...model.subarray(firstSample, firstSample + points)])
    return
  }
  const wanted = Array.from({ length: points }, (_, k) => {
    const column = model.subarray(firstSample + k * scansPerPoint, firstSample + (k + 1) * scansPerPoint)
    return [column.reduce((a, b) => Math.min(a, b)), column.reduce((a, b) => Math.max(a, b))]
  }).flat()
  expect([...codes]).toEqual(wanted)
}

it('frames of any width are of filtered samples, however blocks were cut, and say so', async () => {
  rig = await AnalysisRig.start({ samplingFrequencyHz: rate })
  rig.host.setBandwidth([{ scanIndex: 0, hz }])
  const codes = signal(200_000)
  feed(codes)
  const model = below(codes)
  for (const secondsPerDiv of [2e-6, 3e-4, 1.5e-2]) {
    const frame = await rig.frame(rig.openView({ secondsPerDiv, columns: 200, atSample: 100_000 }))
    expect(limitOf(frame)).toEqual({ hz, share: 1 })
    expect(frame.points).toBeGreaterThan(15)
    expectDrawn(frame, model)
  }
  // The noise is less by what lies above the limit; the spikes are gone.
  expect(model.reduce((a, b) => Math.max(a, b), 0)).toBeLessThan(11_000)
})

it('the trigger sees what is drawn: spikes above its level trigger no more', async () => {
  rig = await AnalysisRig.start({ samplingFrequencyHz: rate })
  rig.host.setTrigger({ kind: 'edge', mode: 'normal', channel: 0, slope: 'rising', level: 12_000, hysteresis: 100 })
  const codes = signal(100_000)
  feed(codes)
  expect(rig.host.stats().events).toBeGreaterThan(50)
  rig.host.setBandwidth([{ scanIndex: 0, hz }])
  expect(rig.host.stats().events).toBe(0)
  rig.host.setTrigger({ kind: 'edge', mode: 'normal', channel: 0, slope: 'rising', level: 0, hysteresis: 3000 })
  feed(codes)
  expect(rig.host.stats().events).toBeGreaterThan(95)
})

it('what stands still is filtered when the limit is set, again with another one, and as captured when it is off', async () => {
  rig = await AnalysisRig.start({ samplingFrequencyHz: rate })
  const codes = signal(150_000)
  feed(codes)
  rig.host.setRunning(false)
  // Long ago: no machine would have kept up.
  rig.nowMs += 1e6
  const view = rig.openView({ secondsPerDiv: 3e-4, columns: 200, atSample: 80_000 })
  expectDrawn(await rig.frame(view), codes)
  for (const limit of [hz, 5_000, 0, hz, 0]) {
    rig.host.setBandwidth(limit === 0 ? [] : [{ scanIndex: 0, hz: limit }])
    const frame = await rig.frame(view)
    expect(limitOf(frame)).toEqual(limit === 0 ? null : { hz: limit, share: 1 })
    expectDrawn(frame, limit === 0 ? codes : below(codes, limit))
    expect(frame.hasGap).toBe(false)
  }
})

it('measures what is drawn', async () => {
  rig = await AnalysisRig.start({ samplingFrequencyHz: rate })
  const codes = signal(100_000)
  feed(codes)
  const raw = (await rig.host.summary())[0]!
  rig.host.setBandwidth([{ scanIndex: 0, hz }])
  const limited = (await rig.host.summary())[0]!
  const model = below(codes)
  expect(raw.max).toBe(codes.reduce((a, b) => Math.max(a, b)))
  expect(limited.max).toBe(model.reduce((a, b) => Math.max(a, b)))
  expect(limited.min).toBe(model.reduce((a, b) => Math.min(a, b)))
})

it('only the channel that has a limit is filtered', async () => {
  rig = await AnalysisRig.start({ samplingFrequencyHz: rate, channels: 2 })
  rig.host.setBandwidth([{ scanIndex: 1, hz }])
  const [one, two] = [signal(20_000, 3), signal(20_000, 4)]
  const both = Int16Array.from({ length: 40_000 }, (_, k) => (k % 2 === 0 ? one : two)[k >> 1]!)
  rig.pushCodes(both.slice(0, 15_000))
  rig.pushCodes(both.slice(15_000))
  const frame = await rig.frame(rig.openView({ secondsPerDiv: 2e-6, columns: 200, atSample: 10_000 }))
  const drawn = frame.sections
    .filter(({ kind }) => kind === sectionKind.samples)
    .map((section) => [...sectionInt16(section)])
  const { firstSample, points } = frame
  expect(drawn[0]).toEqual([...one.subarray(firstSample, firstSample + points)])
  expect(drawn[1]).toEqual([...below(two).subarray(firstSample, firstSample + points)])
})

it('what is at the end of the range is seen to be there', async () => {
  rig = await AnalysisRig.start({ samplingFrequencyHz: rate })
  rig.host.setBandwidth([{ scanIndex: 0, hz }])
  const codes = signal(20_000)
  codes[10_003] = 32_767
  rig.pushCodes(codes)
  const frame = await rig.frame(rig.openView({ secondsPerDiv: 2e-6, columns: 200, atSample: 10_000 }))
  expect(frame.clippedChannels).toBe(1)
})

it('blocks that there was no time to filter are missing in what is drawn, and the share says so', async () => {
  rig = await AnalysisRig.start({ samplingFrequencyHz: rate })
  // Who looks does not wait for what is late.
  const view = rig.openView({ secondsPerDiv: 1.2e-2, columns: 200, atSample: 60_000 })
  rig.host.setBandwidth([{ scanIndex: 0, hz }])
  const codes = signal(120_000)
  rig.pushCodes(codes.slice(0, 40_000))
  rig.isHeld = true
  rig.pushCodes(codes.slice(40_000, 80_000))
  // It waits for longer than a thread may be late.
  rig.nowMs += 1000
  rig.pushCodes(codes.slice(80_000))
  rig.isHeld = false
  rig.run()
  const frame = await rig.frame(view)
  expect(limitOf(frame)!.share).toBeCloseTo(2 / 3, 2)
  const gaps = frame.sections.find(({ kind }) => kind === sectionKind.gaps)!
  expect([...new Float64Array(gaps.data.slice().buffer)]).toEqual([40_000, 40_000, 0])
  // As captured it is all there.
  rig.host.setBandwidth([])
  const whole = await rig.frame(view)
  expect(whole.hasGap).toBe(false)
  expectDrawn(whole, codes)
})
