import { beforeEach, describe, expect, it } from 'vitest'
import type { Frame } from '#shared/frame/frame.ts'
import { sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'

const rising: CodeTrigger = { kind: 'edge', mode: 'normal', channel: 0, slope: 'rising', level: 0, hysteresis: 100 }

/** A square wave of +-1000 that rises at every multiple of `period`; one channel. */
const square = (first: number, scans: number, period: number): number[][] =>
  Array.from({ length: scans }, (_, k) => [(first + k) % period < period / 2 ? 1000 : -1000])

const ramp = (first: number, scans: number): number[][] =>
  Array.from({ length: scans }, (_, k) => [((first + k) % 60_000) - 30_000])

/** min/max of the model for every column of an envelope frame, channel 0. */
function expectedPairs(rig: AnalysisRig, frame: Frame): number[] {
  return Array.from({ length: frame.points }, (_, column) => {
    const from = frame.firstSample + column * frame.scansPerPoint
    let [min, max] = [32767, -32768]
    for (let sample = from; sample < from + frame.scansPerPoint; sample++) {
      const code = rig.model[sample]?.[0]
      if (code === undefined) continue
      min = Math.min(min, code)
      max = Math.max(max, code)
    }
    return [min, max]
  }).flat()
}

describe('views', () => {
  let rig: AnalysisRig
  beforeEach(async () => {
    rig = await AnalysisRig.start()
  })

  it('show the newest trigger whose window is complete, in samples, with the instant between two of them', async () => {
    rig.host.setTrigger({ ...rising, level: 500 })
    const view = rig.openView({ secondsPerDiv: 1e-5 })
    rig.push(square(0, 450, 200))
    const frame = await rig.frame(view)
    expect(frame).toMatchObject({ anchor: 'trigger', form: 'raw', scansPerPoint: 1, stopped: false, hasGap: false })
    // The rise at 400 still lacks its right half of 50 samples (450 is not there); that at 200 is whole.
    expect(Math.abs(frame.triggerSample - 199.75)).toBeLessThan(0.02)
    expect(frame.firstSample).toBeLessThanOrEqual(150)
    expect(frame.firstSample + frame.points).toBeGreaterThanOrEqual(251)
    const codes = [...sectionInt16(frame.sections[0]!)]
    expect(codes).toEqual(rig.model.slice(frame.firstSample, frame.firstSample + frame.points).map((scan) => scan![0]))
    expect(await rig.frameIfAny(view)).toBeNull()
    rig.push(square(450, 2, 200))
    expect((await rig.frame(view)).triggerSample).toBeCloseTo(399.75, 1)
  })

  it('find the trigger whose two samples lie in different blocks', async () => {
    rig.host.setTrigger({ ...rising, level: 0 })
    const view = rig.openView({ secondsPerDiv: 1e-6 })
    rig.push(square(0, 200, 200))
    rig.push(square(200, 100, 200))
    expect((await rig.frame(view)).triggerSample).toBeCloseTo(199.5)
  })

  it('wait in normal mode, and run free in auto mode after the time-out', async () => {
    rig.host.setTrigger(rising)
    const view = rig.openView()
    rig.push(ramp(0, 5000).map(() => [7]))
    rig.nowMs += 10_000
    expect(await rig.frameIfAny(view)).toBeNull()
    rig.host.setTrigger({ ...rising, mode: 'auto' })
    expect(await rig.frameIfAny(view)).toBeNull()
    rig.nowMs += 60
    const frame = await rig.frame(view)
    expect(frame).toMatchObject({ anchor: 'auto', newestSample: 4999 })
    expect(frame.triggerSample).toBeNaN()
    expect(rig.host.stats().triggerWord).toBe('auto')
    rig.host.setTrigger(rising)
    expect(rig.host.stats().triggerWord).toBe('armed')
  })

  it('keep the last record in auto mode while the thread catches up and looks for no trigger', async () => {
    rig.host.setTrigger({ ...rising, mode: 'auto' })
    const view = rig.openView({ secondsPerDiv: 1e-5 })
    // Long after the start: nothing warms up any more.
    rig.nowMs += 10_000
    rig.push(square(0, 450, 200))
    expect(await rig.frame(view)).toMatchObject({ anchor: 'trigger' })
    const flat = ramp(0, 5000).map(() => [7])
    rig.isHeld = true
    rig.push(flat)
    rig.nowMs += 400
    rig.isHeld = false
    rig.run()
    expect(await rig.frame(view)).toMatchObject({ anchor: 'trigger' })
    expect(await rig.frameIfAny(view)).toBeNull()
    expect(rig.host.stats().triggerWord).toBe('trigd')
    // It looks again, and there is none.
    rig.push(flat)
    rig.nowMs += 60
    expect(await rig.frame(view)).toMatchObject({ anchor: 'auto' })
  })

  it('show what there is in auto mode when triggers come and each has left the memory before it can be shown', async () => {
    const rig2 = await AnalysisRig.start({ historyBytes: 4096 })
    rig2.host.setTrigger({ ...rising, mode: 'auto' })
    // A record of 2,000 samples; memory has 2,048, and the one rise of each push is gone when its record would be whole.
    const view = rig2.openView({ secondsPerDiv: 2e-4 })
    const push = (): void => {
      rig2.push(square(0, 1024, 2000))
      rig2.push(square(1024, 976, 2000))
      rig2.push(square(0, 48, 2000))
      rig2.nowMs += 40
    }
    let [triggers, pushes] = [0, 0]
    let frame = null
    for (; pushes < 40 && frame === null; pushes++) {
      push()
      frame = await rig2.frameIfAny(view)
      triggers = rig2.host.stats().triggers
    }
    expect(triggers).toBeGreaterThan(10)
    expect(frame).toMatchObject({ anchor: 'auto' })
    expect(pushes * 40).toBeGreaterThan(500)
    // And goes on so, as long as it is so.
    frame = null
    for (let k = 0; k < 40 && frame === null; k++) {
      push()
      frame = await rig2.frameIfAny(view)
    }
    expect(frame).toMatchObject({ anchor: 'auto' })
  })

  it('wait for a record after a Run as long as ever, however long the screen had stood still, and show a trigger that is there', async () => {
    rig.host.setTrigger({ ...rising, mode: 'auto' })
    const view = rig.openView({ secondsPerDiv: 1e-5 })
    rig.push(square(0, 450, 200))
    expect(await rig.frame(view)).toMatchObject({ anchor: 'trigger' })
    rig.host.setRunning(false)
    expect(await rig.frame(view)).toMatchObject({ stopped: true })
    expect(await rig.frameIfAny(view)).toBeNull()
    rig.nowMs += 60_000
    rig.run()
    rig.beginEpoch()
    rig.host.setRunning(true)
    // There is enough for an untriggered record, but the triggered one is not whole yet.
    rig.push(square(0, 210, 200))
    expect(await rig.frameIfAny(view)).toBeNull()
    rig.push(square(210, 100, 200))
    expect(await rig.frame(view)).toMatchObject({ anchor: 'trigger' })
  })

  it('trigger on a signal smaller than the hysteresis, as soon as it is known how small', async () => {
    rig.host.setTrigger({ ...rising, hysteresis: 5000 })
    const view = rig.openView({ secondsPerDiv: 1e-5 })
    rig.push(square(0, 1000, 200))
    expect(await rig.frameIfAny(view)).toBeNull()
    rig.nowMs += 1000
    rig.push(square(1000, 1, 200))
    rig.push(square(1001, 1000, 200))
    expect(await rig.frame(view)).toMatchObject({ anchor: 'trigger' })
  })

  it('show a forced trigger in normal mode', async () => {
    rig.host.setTrigger(rising)
    const view = rig.openView({ secondsPerDiv: 1e-5 })
    rig.push(ramp(0, 1000).map(() => [7]))
    rig.host.forceTrigger()
    expect(await rig.frameIfAny(view)).toBeNull()
    rig.push(ramp(0, 100).map(() => [7]))
    expect(await rig.frame(view)).toMatchObject({ anchor: 'trigger', triggerSample: 1000 })
  })

  it('fire once in single mode, with all samples before and after, and again when armed again', async () => {
    const fired: number[] = []
    rig.host.onSingle.on(({ sample }) => fired.push(sample))
    const view = rig.openView({ secondsPerDiv: 1e-5 })
    rig.host.setTrigger({ ...rising, mode: 'single' })
    // The rise at 40 lacks 10 samples before it.
    rig.push(square(160, 1000, 200))
    expect(fired).toEqual([240])
    expect((await rig.frame(view)).triggerSample).toBeCloseTo(239.5)
    rig.push(square(160 + 1000, 1000, 200))
    expect(fired).toEqual([240])
    expect(await rig.frameIfAny(view)).toBeNull()
    rig.host.armSingle()
    rig.push(square(160 + 2000, 1000, 200))
    expect(fired).toEqual([240, 2040])
  })

  it('roll when the window is long, on columns that stay where they are', async () => {
    const slow = await AnalysisRig.start({ samplingFrequencyHz: 10_000 })
    const view = slow.openView({ secondsPerDiv: 0.1, columns: 50 })
    const frames: Frame[] = []
    for (let first = 0; first < 30_000; first += 777) {
      slow.push(ramp(first, 777))
      const frame = await slow.frame(view)
      expect(frame).toMatchObject({ anchor: 'roll', form: 'envelope', newestSample: first + 776 })
      expect(frame.points).toBeLessThanOrEqual(50)
      expect([...sectionInt16(frame.sections[0]!)]).toEqual(expectedPairs(slow, frame))
      frames.push(frame)
    }
    expect(new Set(frames.map((frame) => frame.firstSample % frame.scansPerPoint))).toEqual(new Set([0]))
    expect(frames.at(-1)!.madeFromSamples).toBeGreaterThanOrEqual(10_000)
  })

  it('show any stretch of the past while stopped, at any zoom, exactly, gaps and limits included', async () => {
    for (let first = 0; first < 200_000; first += 10_000) {
      const scans = ramp(first, 10_000)
      if (first === 50_000) scans[4321] = [32767]
      rig.push(scans)
    }
    rig.push(ramp(201_234, 50_000), 1234)
    rig.host.setRunning(false)
    const view = rig.openView()
    for (const secondsPerDiv of [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1])
      for (const atSample of [0, 54_321, 200_000, 201_300, 250_000, 900_000]) {
        view.setView({ secondsPerDiv, positionSeconds: 0, columns: 300, atSample })
        const frame = await rig.frame(view)
        const window = 10 * secondsPerDiv * 1e6
        const from = Math.max(0, atSample - window / 2)
        const until = Math.min(251_234, atSample + window / 2)
        expect(frame).toMatchObject({ anchor: 'past', stopped: true, newestSample: 251_233, oldestSample: 0 })
        if (from < until) {
          expect(frame.firstSample).toBeLessThanOrEqual(from)
          expect(frame.firstSample + frame.points * frame.scansPerPoint).toBeGreaterThanOrEqual(until)
        } else expect(frame.points).toBe(0)
        if (frame.form === 'envelope') {
          expect(frame.points).toBeLessThanOrEqual(300)
          expect([...sectionInt16(frame.sections[0]!)]).toEqual(expectedPairs(rig, frame))
        }
        const last = frame.firstSample + frame.points * frame.scansPerPoint
        const shows = (sample: number) => frame.firstSample <= sample && sample < last
        expect(frame.clippedChannels).toBe(shows(54_321) ? 1 : 0)
        const gaps = frame.sections.find((section) => section.kind === sectionKind.gaps)
        expect(frame.hasGap).toBe(frame.firstSample < 201_234 && last > 200_000)
        expect(gaps !== undefined).toBe(frame.hasGap)
        if (gaps !== undefined && shows(199_999) && shows(201_234))
          expect([...new Float64Array(gaps.data.slice().buffer)]).toEqual([200_000, 1234, 0])
      }
  })

  it('show what has left the memory in columns of the level that still has it, exactly', async () => {
    // 100 ms of samples, and the envelope of seconds.
    const short = await AnalysisRig.start({ historyBytes: 200_000, heapBytes: 64 << 20 })
    const glitch = 123_456
    for (let first = 0; first < 3_000_000; first += 20_000) {
      const scans = ramp(first, 20_000).map(([code]) => [Math.trunc(code! / 2)])
      if (first <= glitch && glitch < first + 20_000) scans[glitch - first] = [32_000]
      short.push(scans)
    }
    const view = short.openView()
    /** @param cut columns at the left that have lost samples */
    const past = async (secondsPerDiv: number, atSample: number, cut = 0): Promise<Frame> => {
      view.setView({ secondsPerDiv, positionSeconds: 0, columns: 300, atSample })
      const frame = await short.frame(view)
      const pairs = [...sectionInt16(frame.sections[0]!)]
      expect(pairs.slice(2 * cut)).toEqual(expectedPairs(short, frame).slice(2 * cut))
      return frame
    }
    // All of it on one screen: columns wide enough for a level, whatever became of the samples.
    const all = await past(0.3, 1_500_000)
    expect(all).toMatchObject({ form: 'envelope', madeFromSamples: 3_000_000, newestSample: 2_999_999 })
    expect(all.oldestSample).toBeGreaterThan(2_800_000)
    expect(Math.max(...sectionInt16(all.sections[0]!))).toBe(32_000)
    // Close to the glitch, whose samples are gone: columns of the lowest level, no finer than is true.
    const close = await past(1e-4, glitch)
    expect(close).toMatchObject({ form: 'envelope', scansPerPoint: 256 })
    expect(close.firstSample % 256).toBe(0)
    expect(Math.max(...sectionInt16(close.sections[0]!))).toBe(32_000)
    // At the end of the samples: those that are left, while they are most of the window.
    const edge = await past(2e-4, all.oldestSample + 200, 1)
    expect(edge).toMatchObject({
      form: 'envelope',
      scansPerPoint: 7,
      firstSample: Math.floor(all.oldestSample / 7) * 7,
    })
  })

  it('show a long record around a trigger whose samples have left the memory', async () => {
    const short = await AnalysisRig.start({ historyBytes: 200_000, heapBytes: 64 << 20 })
    short.host.setTrigger(rising)
    const view = short.openView({ secondsPerDiv: 0.1, columns: 300 })
    // One rise at 1,000,000 in a million and a half samples.
    for (let first = 0; first < 1_600_000; first += 20_000)
      short.push(Array.from({ length: 20_000 }, (_, k) => [first + k < 1_000_000 ? -1000 : 1000]))
    const frame = await short.frame(view)
    expect(frame).toMatchObject({ anchor: 'trigger', triggerSample: 1_000_000, form: 'envelope' })
    expect(frame.oldestSample).toBeGreaterThan(1_400_000)
    expect(frame.firstSample).toBeLessThanOrEqual(500_000)
    expect([...sectionInt16(frame.sections[0]!)]).toEqual(expectedPairs(short, frame))
  })

  it.each(['auto', 'normal'] as const)(
    'never show a record that has left the memory as an empty one, in %s mode',
    async (mode) => {
      const short = await AnalysisRig.start({ historyBytes: 200_000, heapBytes: 64 << 20 })
      short.host.setTrigger({ ...rising, mode })
      const view = short.openView({ secondsPerDiv: 0.01, columns: 300 })
      const push = (scans: number, code: (sample: number) => number) =>
        short.push(Array.from({ length: scans }, (_, k) => [code(k)]))
      push(20_000, (k) => (k < 10_000 ? -1000 : 1000))
      for (let turn = 0; turn < 20; turn++) push(20_000, () => 1000)
      expect(await short.frame(view)).toMatchObject({ anchor: 'trigger', triggerSample: 10_000 })
      // As it was drawn it stays.
      expect(await short.frameIfAny(view)).toBeNull()
      // Its envelope is there still; of a window of ten samples that would be nothing, or one flat band.
      view.setView({ secondsPerDiv: 1e-6, positionSeconds: 0, columns: 300, atSample: null })
      const frame = await short.frameIfAny(view)
      if (mode === 'normal') expect(frame).toBeNull()
      else expect(frame).toMatchObject({ anchor: 'auto', form: 'raw', newestSample: 419_999 })
    },
  )

  it('keep the last record after a stop, and redraw it when the view changes', async () => {
    rig.host.setTrigger(rising)
    const view = rig.openView({ secondsPerDiv: 1e-5 })
    rig.push(square(0, 20_000, 200))
    const before = await rig.frame(view)
    rig.host.setRunning(false)
    const stopped = await rig.frame(view)
    expect(stopped).toMatchObject({ stopped: true, triggerSample: before.triggerSample })
    expect(await rig.frameIfAny(view)).toBeNull()
    view.setView({ secondsPerDiv: 1e-3, positionSeconds: 0, columns: 100, atSample: null })
    const wide = await rig.frame(view)
    expect(wide).toMatchObject({ form: 'envelope', stopped: true, triggerSample: before.triggerSample })
    expect(rig.host.stats().triggerWord).toBe('stop')
  })

  it('show the newest there is when the record had left the memory before the stop, and not before it is asked for', async () => {
    const short = await AnalysisRig.start({ historyBytes: 200_000, heapBytes: 64 << 20 })
    short.host.setTrigger(rising)
    const settings = { positionSeconds: 0, columns: 300, atSample: null }
    const view = short.openView({ ...settings, secondsPerDiv: 1e-5 })
    short.push(Array.from({ length: 20_000 }, (_, k) => [k < 10_000 ? -1000 : 1000]))
    expect(await short.frame(view)).toMatchObject({ anchor: 'trigger', triggerSample: 9999.5 })
    for (let turn = 0; turn < 20; turn++) short.push(ramp(0, 20_000).map(() => [1000]))
    short.host.setRunning(false)
    // As it was drawn it stays.
    expect(await short.frameIfAny(view)).toBeNull()
    view.setView({ ...settings, secondsPerDiv: 1e-6 })
    const closer = await short.frame(view)
    expect(closer).toMatchObject({ anchor: 'auto', form: 'raw', stopped: true, newestSample: 419_999 })
    expect(closer.points).toBeGreaterThanOrEqual(10)
    // From now on it is this one.
    view.setView({ ...settings, secondsPerDiv: 1e-4 })
    expect(await short.frame(view)).toMatchObject({ anchor: 'auto', stopped: true })
  })

  it('show the last record to a viewer that comes after the stop', async () => {
    rig.push(ramp(0, 1000))
    rig.host.setRunning(false)
    const view = rig.openView({ secondsPerDiv: 1e-3 })
    expect(await rig.frame(view)).toMatchObject({
      stopped: true,
      firstSample: 0,
      newestSample: 999,
      madeFromSamples: 1000,
    })
  })

  it('refuse a second request, and reject the first when closed', async () => {
    const view = rig.openView()
    const first = view.nextFrame()
    await expect(view.nextFrame()).rejects.toMatchObject({ errno: 'EBUSY' })
    view.dispose()
    await expect(first).rejects.toMatchObject({ errno: 'ECANCELED' })
    await expect(view.nextFrame()).rejects.toMatchObject({ errno: 'ECANCELED' })
  })

  it('begin anew with a new epoch', async () => {
    const view = rig.openView({ secondsPerDiv: 1e-5, atSample: 50 })
    rig.push(ramp(0, 1000))
    expect(await rig.frame(view)).toMatchObject({ epoch: 1 })
    rig.beginEpoch()
    expect(await rig.frameIfAny(view)).toBeNull()
    rig.push(ramp(0, 500))
    expect(await rig.frame(view)).toMatchObject({ epoch: 2, newestSample: 499 })
  })
})
