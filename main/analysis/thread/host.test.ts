import { describe, expect, it } from 'vitest'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'
import { ringCapacity } from './announced-blocks.ts'
import { AnalysisHost } from './host.ts'

const rising: CodeTrigger = { kind: 'edge', mode: 'auto', channel: 0, slope: 'rising', level: 0, hysteresis: 10 }
const square = (scans: number, period = 100): number[][] =>
  Array.from({ length: scans }, (_, k) => [k % period < period / 2 ? 1000 : -1000])

describe('AnalysisHost', () => {
  it('keeps the newest blocks up to its budget and gives the oldest back', async () => {
    const rig = await AnalysisRig.start({ historyBytes: 64 << 10 })
    for (let k = 0; k < 40; k++) rig.push(square(2048))
    const stats = rig.host.stats()
    expect(stats).toMatchObject({ historyBytes: 64 << 10, historyBlocks: 16, oldestSample: 24 * 2048 })
    expect(rig.lent.filter((block) => block.references > 0)).toEqual(rig.lent.slice(-16))
    rig.host.relieve(20_000)
    expect(rig.host.stats()).toMatchObject({ historyBlocks: 11, oldestSample: 29 * 2048 })
  })

  it('holds nothing back when the thread does not come, and says what was not examined', async () => {
    const rig = await AnalysisRig.start({ historyBytes: 64 << 10 })
    rig.host.setTrigger(rising)
    rig.push(square(2048))
    rig.isHeld = true
    for (let k = 0; k < 100; k++) rig.push(square(2048))
    expect(rig.lent.filter((block) => block.references > 0)).toHaveLength(16)
    rig.isHeld = false
    rig.push(square(2048))
    const stats = rig.host.stats()
    expect(stats.offeredSamples).toBe(102 * 2048)
    expect(stats.examinedSamples).toBe(17 * 2048)
    expect(stats.skippedBlocks).toBe(85)
    expect(stats.newestSample).toBe(102 * 2048)
  })

  it('reads a block until the analyser is through with it, and keeps it as memory from then on', async () => {
    const rig = await AnalysisRig.start()
    rig.isHeld = true
    const first = rig.push(square(2048))
    const second = rig.push(square(1024))
    rig.host.settleReads()
    expect([first.keptMs, second.keptMs]).toEqual([null, null])
    rig.nowMs += 7
    rig.isHeld = false
    rig.run()
    const readMs = rig.nowMs
    rig.nowMs += 50
    rig.host.settleReads()
    // When it had been read, not when it was looked.
    expect([first.keptMs, second.keptMs]).toEqual([readMs, readMs])
    expect(first.references).toBe(1)
    // What was read of an earlier stream, and not looked at, says nothing of this one.
    rig.push(square(2048))
    rig.run()
    rig.beginEpoch()
    expect(first.references).toBe(0)
    rig.isHeld = true
    const next = rig.push(square(512))
    rig.host.settleReads()
    expect(next.keptMs).toBeNull()
  })

  it('leaves the trigger out of blocks that waited too long for who looks, but not the envelope', async () => {
    const rig = await AnalysisRig.start({ samplingFrequencyHz: 10_000 })
    rig.host.setTrigger(rising)
    const view = rig.openView({ secondsPerDiv: 0.05, atSample: 2500, columns: 10 })
    const late = (): void => {
      rig.isHeld = true
      for (let k = 0; k < 4; k++) rig.push(square(1000))
      rig.nowMs += 400
      rig.push(square(1000))
      rig.isHeld = false
      rig.run()
    }
    late()
    expect(rig.host.stats()).toMatchObject({ skippedBlocks: 4, examinedSamples: 1000, newestSample: 5000 })
    const frame = await rig.frame(view)
    expect(new Set(new Int16Array(frame.sections[0]!.data.slice().buffer))).toEqual(new Set([-1000, 1000]))
    view.dispose()
    late()
    expect(rig.host.stats()).toMatchObject({ skippedBlocks: 4, examinedSamples: 6000, newestSample: 10_000 })
  })

  it('announces later what the ring has no room for, and counts what was given back unannounced', async () => {
    const rig = await AnalysisRig.start({ historyBytes: 1 << 20, heapBytes: 64 << 20 })
    rig.isHeld = true
    for (let k = 0; k < ringCapacity + 300; k++) rig.pushCodes(new Int16Array(1))
    rig.isHeld = false
    await rig.host.settle()
    rig.pushCodes(new Int16Array(1))
    const stats = rig.host.stats()
    expect(stats.newestSample).toBe(ringCapacity + 301)
    expect(stats.skippedBlocks).toBe(ringCapacity + 300 - 256)
  })

  it('settles when the blocks of before are taken in, also when there are always newer ones', async () => {
    const rig = await AnalysisRig.start()
    rig.isHeld = true
    // Each turn has time for one block.
    rig.clock.nowMs = () => (rig.nowMs += 5)
    for (let k = 0; k < 3; k++) rig.push(square(100))
    let isSettled = false
    void rig.host.settle().then(() => {
      isSettled = true
    })
    for (let turn = 0; turn < 6; turn++) {
      rig.push(square(100))
      expect(rig.analyser.poll()).toBe(true)
      await Promise.resolve()
      await Promise.resolve()
      expect(isSettled).toBe(turn >= 2)
    }
  })

  it('counts triggers and complete records; a gap spoils the record it falls into', async () => {
    const rig = await AnalysisRig.start()
    rig.host.setTrigger(rising)
    rig.openView({ secondsPerDiv: 1e-5 })
    rig.push(square(1000))
    // Rises at 100, 200, ... 900; the record of the last is just complete.
    expect(rig.host.stats()).toMatchObject({ triggers: 9, waveforms: 9, examinedSamples: 1000 })
    rig.push(square(130), 50)
    rig.push(square(1000), 50)
    // One rise at 100 of the second block: its record is cut by the gap.
    expect(rig.host.stats()).toMatchObject({ triggers: 9 + 1 + 9, waveforms: 9 + 9 })
  })

  it('sums the newest data up for an auto-set', async () => {
    const rig = await AnalysisRig.start({ channels: 2, samplingFrequencyHz: 1e6 })
    expect(await rig.host.summary()).toEqual([])
    const scans = Array.from({ length: 50_000 }, (_, k) => [
      Math.round(1000 + 500 * Math.sin((2 * Math.PI * k) / 250)),
      k % 2 === 0 ? 7 : 9,
    ])
    rig.push(scans.slice(0, 12_345))
    rig.push(scans.slice(12_345))
    const [first, second] = await rig.host.summary()
    expect(first).toMatchObject({ scanIndex: 0, min: 500, max: 1500 })
    expect(first!.mean).toBeCloseTo(1000, 0)
    expect(first!.frequencyHz).toBeCloseTo(4000, 0)
    expect(second).toMatchObject({ scanIndex: 1, min: 7, max: 9, mean: 8, frequencyHz: 500_000 })
  })

  it('finds the frequency of a signal far slower than its close look', async () => {
    const rig = await AnalysisRig.start({ samplingFrequencyHz: 1e6, historyBytes: 8 << 20, heapBytes: 64 << 20 })
    const period = 700_000
    for (let first = 0; first < 3_000_000; first += 100_000)
      rig.pushCodes(new Int16Array(100_000).map((_, k) => ((first + k) % period < period / 2 ? 1000 : -1000)))
    const [summary] = await rig.host.summary()
    expect(Math.abs(summary!.frequencyHz - 1e6 / period)).toBeLessThan(0.01)
  })

  it('looks at nothing before the sample it is told', async () => {
    const rig = await AnalysisRig.start({ samplingFrequencyHz: 1e6 })
    const wave = (scans: number, height: number, period: number): number[][] =>
      Array.from({ length: scans }, (_, k) => [Math.round(height * Math.sin((2 * Math.PI * k) / period))])
    rig.push(wave(10_000, 8000, 1000))
    rig.push(wave(10_000, 200, 100))
    const [all] = await rig.host.summary()
    expect(all).toMatchObject({ max: 8000 })
    const [since] = await rig.host.summary(10_000)
    expect(since).toMatchObject({ min: -200, max: 200, samples: 10_000 })
    expect(since!.frequencyHz).toBeCloseTo(10_000, 0)
    expect(await rig.host.summary(20_000)).toEqual([])
  })

  it.each([
    ['now and then', 90_000],
    ['often', 5_000],
  ])('finds the period of a signal on which a peak stands %s', async (_, interval) => {
    const rig = await AnalysisRig.start({ samplingFrequencyHz: 1e6, historyBytes: 4 << 20 })
    for (let first = 0; first < 200_000; first += 20_000)
      rig.push(
        Array.from({ length: 20_000 }, (_, k) => [
          (first + k) % interval === 77 ? 20_000 : Math.round(3000 * Math.sin((2 * Math.PI * (first + k)) / 200)),
        ]),
      )
    const [summary] = await rig.host.summary()
    expect(summary!.frequencyHz / 5000).toBeCloseTo(1, 2)
    expect(Math.abs(summary!.middle)).toBeLessThan(100)
    expect(summary).toMatchObject({ min: -3000, max: 20_000 })
  })

  it('is not taken in by noise on a slope of a slow signal', async () => {
    const rig = await AnalysisRig.start({ samplingFrequencyHz: 1e6 })
    let seed = 1
    const noise = (): number => {
      seed = (seed * 48271) % 2147483647
      return (seed % 800) - 400
    }
    const period = 50_000
    const wave = (scans: number, first: number): number[][] =>
      Array.from({ length: scans }, (_, k) => [
        Math.round(1000 * Math.sin((2 * Math.PI * (first + k)) / period)) + noise(),
      ])
    rig.push(wave(20_000, 40_000))
    expect((await rig.host.summary())[0]!.isRegular).toBe(false)
    for (let first = 60_000; first < 400_000; first += 20_000) rig.push(wave(20_000, first))
    const [summary] = await rig.host.summary()
    expect(summary!.frequencyHz / (1e6 / period)).toBeCloseTo(1, 1)
  })

  it('finds the period of a pulse that is short', async () => {
    const rig = await AnalysisRig.start({ samplingFrequencyHz: 1e6 })
    rig.push(Array.from({ length: 50_000 }, (_, k) => [k % 1000 < 10 ? 9000 : 0]))
    const [summary] = await rig.host.summary()
    expect(summary).toMatchObject({ frequencyHz: 1000, middle: 4500 })
  })

  it('ignores scans it cannot read in place, and gives its history back', async () => {
    const rig = await AnalysisRig.start()
    rig.push(square(1000))
    rig.beginEpoch(1, 'be:s16/16>>0')
    rig.push(square(1000))
    expect(rig.lent.every((block) => block.references === 0)).toBe(true)
    expect(rig.host.stats().historyBlocks).toBe(0)
  })

  it('gives every block and its memory back at the end, and answers nothing any more', async () => {
    const rig = await AnalysisRig.start()
    rig.push(square(1000))
    const frame = rig.openView().nextFrame()
    await Promise.all([rig.host.stop(), expect(frame).rejects.toMatchObject({ errno: 'ECANCELED' })])
    expect(rig.heap.liveAllocations).toBe(0)
    await expect(rig.host.summary()).rejects.toMatchObject({ errno: 'ENODEV' })
    await expect(rig.openView().nextFrame()).rejects.toMatchObject({ errno: 'ENODEV' })
    rig.push(square(10))
    await rig.host.stop()
  })

  it('refuses a budget that is not possible', async () => {
    const rig = await AnalysisRig.start()
    const options = { heap: rig.heap, runtime: { clock: rig.clock, deferred: { tasklet() {}, work() {} } } }
    const link = async () => ({ post() {}, wake() {}, async stop() {} })
    for (const historyBytes of [0, 1.5, 2 ** 32])
      await expect(AnalysisHost.startWith({ ...options, historyBytes }, link)).rejects.toMatchObject({
        errno: 'EINVAL',
      })
  })
})
