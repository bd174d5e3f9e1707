// The overview of a frame: a longer stretch of the very record that the frame shows, true to its samples.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Frame } from '#shared/frame/frame.ts'
import { sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'

const rising: CodeTrigger = { kind: 'edge', mode: 'normal', channel: 0, slope: 'rising', level: 0, hysteresis: 100 }
/** 100 µs and 10 ms at a sample each µs. */
const detail = { secondsPerDiv: 1e-5, positionSeconds: 0 }
const overview = { secondsPerDiv: 1e-3, positionSeconds: 0 }

/** Rises at every multiple of 20,000 samples. */
const square = (first: number, scans: number): number[][] =>
  Array.from({ length: scans }, (_, k) => [(first + k) % 20_000 < 10_000 ? 1000 : -1000])

/** Each column of an envelope frame holds the least and the greatest code of its samples, and no other. */
function expectTrue(rig: AnalysisRig, frame: Frame): void {
  expect(frame.form).toBe('envelope')
  const pairs = sectionInt16(frame.sections[0]!)
  for (let column = 0; column < frame.points; column++) {
    const from = frame.firstSample + column * frame.scansPerPoint
    const codes = rig.model.slice(from, from + frame.scansPerPoint).flatMap((scan) => scan ?? [])
    expect([...pairs.subarray(2 * column, 2 * column + 2)]).toEqual(
      codes.length === 0 ? [32767, -32768] : [Math.min(...codes), Math.max(...codes)],
    )
  }
}

/** From the first to behind the last sample. */
const spanOf = ({ firstSample, points, scansPerPoint }: Frame): readonly [number, number] => [
  firstSample,
  firstSample + points * scansPerPoint,
]

describe('a view with an overview', () => {
  let rig: AnalysisRig
  beforeEach(async () => {
    rig = await AnalysisRig.start()
  })
  afterEach(() => rig.host.stop())
  /** @param codes another code than the signal's, by sample */
  const push = (first: number, scans: number, codes: Readonly<Record<number, number>> = {}): void => {
    const all = square(first, scans)
    for (const [sample, code] of Object.entries(codes)) all[Number(sample) - first] = [code]
    rig.push(all)
  }

  it('has both of one trigger, and a glitch of one sample far outside the main window', async () => {
    rig.host.setTrigger(rising)
    const view = rig.openView({ ...detail, overview })
    push(0, 24_000, { 23456: 30_000 })
    // The rise at 20,000 has its main window, and not its overview.
    expect(await rig.frameIfAny(view)).toBeNull()
    push(24_000, 2000)
    const frame = await rig.frame(view)
    expect(frame).toMatchObject({ anchor: 'trigger', form: 'raw' })
    const wide = frame.overview!
    expect([frame.zeroSample, wide.zeroSample, wide.triggerSample]).toEqual(Array(3).fill(frame.triggerSample))
    expect(frame.triggerSample).toBeCloseTo(19_999.5, 3)
    expect(spanOf(wide)[0]).toBeLessThanOrEqual(15_000)
    expect(spanOf(wide)[1]).toBeGreaterThanOrEqual(25_000)
    expectTrue(rig, wide)
    expect(Math.max(...sectionInt16(wide.sections[0]!))).toBe(30_000)
    expect(Math.max(...sectionInt16(frame.sections[0]!))).toBe(1000)
    expect(wide.madeFromSamples).toBeGreaterThanOrEqual(10_000)
  })

  it('has none unless it is asked for', async () => {
    const view = rig.openView(detail)
    rig.nowMs += 1000
    push(0, 30_000)
    const frame = await rig.frame(view)
    expect(frame.overview).toBeUndefined()
    expect(frame.sections.map(({ kind }) => kind)).toEqual([sectionKind.samples])
  })

  it('moves its main window within the record alone, also after a stop', async () => {
    rig.host.setTrigger(rising)
    const view = rig.openView({ ...detail, overview })
    push(0, 30_000, { 23456: 32_767 })
    rig.host.setRunning(false)
    const before = await rig.frame(view)
    expect(before.clippedChannels).toBe(0)
    expect(before.overview!.clippedChannels).toBe(1)
    view.setView({ ...detail, positionSeconds: 3456e-6, columns: 100, atSample: null, overview })
    const after = await rig.frame(view)
    expect(after.triggerSample).toBe(before.triggerSample)
    expect(spanOf(after.overview!)).toEqual(spanOf(before.overview!))
    expect(after.firstSample).toBeGreaterThan(23_380)
    expect(after.clippedChannels).toBe(1)
  })

  it('without a trigger ends at the newest sample with what ends last, and keeps the other where it is', async () => {
    rig.host.setTrigger({ ...rising, mode: 'auto', level: 20_000 })
    const view = rig.openView({ ...detail, positionSeconds: -2e-3, overview })
    rig.nowMs += 1000
    push(0, 9000)
    // The overview is not whole.
    expect(await rig.frameIfAny(view)).toBeNull()
    push(9000, 6000)
    const frame = await rig.frame(view)
    expect(frame).toMatchObject({ anchor: 'auto', zeroSample: 10_000, newestSample: 14_999 })
    expect(Number.isNaN(frame.triggerSample)).toBe(true)
    // 2 ms before time zero, 50 samples to each side, and a few for the curve between the samples.
    expect(frame.firstSample).toBeGreaterThan(7900)
    expect(frame.firstSample).toBeLessThanOrEqual(7950)
    expect(spanOf(frame)[1]).toBeGreaterThanOrEqual(8050)
    expect(spanOf(frame)[1]).toBeLessThan(8100)
    expectTrue(rig, frame.overview!)
    // It stays of this record when the capture stops, wherever the main window is moved.
    rig.host.setRunning(false)
    await rig.frame(view)
    view.setView({ ...detail, positionSeconds: 1e-3, columns: 100, atSample: null, overview })
    const moved = await rig.frame(view)
    expect(moved.zeroSample).toBe(10_000)
    expect(moved.firstSample).toBeGreaterThan(10_900)
    expect(spanOf(moved.overview!)).toEqual(spanOf(frame.overview!))
  })

  it('rolls when its overview is long enough for it', async () => {
    const view = rig.openView({ ...detail, overview: { secondsPerDiv: 0.1, positionSeconds: 0 } })
    push(0, 200_000)
    const frame = await rig.frame(view)
    expect(frame).toMatchObject({ anchor: 'roll', zeroSample: -300_000, points: 0 })
    const wide = frame.overview!
    expect(spanOf(wide)[0]).toBe(0)
    expect(spanOf(wide)[1]).toBeGreaterThanOrEqual(200_000)
    expectTrue(rig, wide)
  })

  it('of the past is news when its overview has grown, and not when neither has', async () => {
    push(0, 12_000)
    const view = rig.openView({ ...detail, atSample: 10_000, overview })
    expect(spanOf((await rig.frame(view)).overview!)[1]).toBeLessThanOrEqual(12_100)
    push(12_000, 2000)
    const grown = await rig.frame(view)
    expect(grown).toMatchObject({ anchor: 'past', zeroSample: 10_000 })
    expectTrue(rig, grown.overview!)
    push(14_000, 6000)
    expect((await rig.frame(view)).overview!.madeFromSamples).toBeGreaterThanOrEqual(10_000)
    push(20_000, 1000)
    expect(await rig.frameIfAny(view)).toBeNull()
  })

  it('says where samples are missing, each window its own', async () => {
    push(0, 12_000)
    rig.push(square(12_500, 8000), 500)
    const view = rig.openView({ ...detail, atSample: 10_000, overview })
    const frame = await rig.frame(view)
    const wide = frame.overview!
    expect([frame.hasGap, wide.hasGap]).toEqual([false, true])
    const gaps = wide.sections.find(({ kind }) => kind === sectionKind.gaps)!
    expect([...new Float64Array(gaps.data.slice().buffer)]).toEqual([12_000, 500, 0])
    expectTrue(rig, wide)
  })

  it('is finished as a single acquisition when both windows are', async () => {
    rig.host.setTrigger({ ...rising, mode: 'single' })
    rig.openView({ ...detail, overview })
    const fired: number[] = []
    rig.host.onSingle.on(({ sample }) => fired.push(sample))
    rig.host.armSingle()
    push(0, 24_900)
    expect(fired).toEqual([])
    push(24_900, 200)
    expect(fired).toEqual([20_000])
  })
})
