// The instrument as a viewer meets it, on the real stack: threads, DMA, analysis.

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { contentOf } from '#shared/contract/topics/recording.ts'
import type { Stats } from '#shared/contract/topics/status.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import { decodeFrame } from '#shared/frame/frame.ts'
import { sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { levelOf } from '#shared/kinds/triggers.ts'
import { createInstrument } from './create.ts'
import type { Instrument } from './instrument.ts'

let instrument: Instrument
let folder = ''

/** Two channels, slow enough for a machine that runs other tests beside. */
const scene = { sampling_frequency: '100000000', 'voltage1/en': '1' }

async function open(set: Record<string, string> = {}, run = true): Promise<void> {
  instrument = await createInstrument({
    front: 'headless',
    recordingsFolder: folder,
    historyBytes: 32 << 20,
    historySeconds: 0.1,
    run,
    set: Object.entries({ ...scene, ...set }).map(([name, value]) => ({ path: name, value })),
  })
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
})
afterEach(async () => {
  await instrument.close()
  rmSync(folder, { recursive: true })
})

/** Resolves when so many further blocks have passed the hub. */
async function blocks(count: number): Promise<void> {
  const { hub } = instrument.parts
  const until = hub.blocks + count
  while (hub.blocks < until) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** The most memory allocated at the passing of so many blocks. */
async function peakWhile(count: number): Promise<number> {
  let peak = 0
  for (let k = 0; k < count; k++) {
    await blocks(1)
    peak = Math.max(peak, instrument.parts.stack.heap.allocatedBytes)
  }
  return peak
}

/** Resolves when the present plan's size has arrived in the stream. */
async function settledSize(): Promise<void> {
  const { hub } = instrument.parts
  const bytes = hub.plan!.blockBytes
  while (hub.lanes().lives.some((life) => life.heldMs === null && life.bytes !== bytes)) await blocks(1)
}

describe('the instrument', () => {
  it('counts who looks, and not the pages that belong to one of them', async () => {
    await open({}, false)
    const [page, panels] = [instrument.openViewer(), instrument.openViewer('operator', undefined, false)]
    expect(instrument.state().viewers).toBe(1)
    page.dispose()
    panels.dispose()
    expect(instrument.state().viewers).toBe(0)
  })

  it('runs, stops and runs again; each run is an epoch from sample 0', async () => {
    await open()
    await blocks(3)
    expect(instrument.state()).toMatchObject({ acquisition: 'running', epoch: 1, deviceName: 'gigascope' })
    await instrument.handlers.stop()
    expect(instrument.state().acquisition).toBe('stopped')
    const { samples } = instrument.parts.hub
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(instrument.parts.hub.samples).toBe(samples)
    await instrument.handlers.run()
    expect(instrument.state()).toMatchObject({ acquisition: 'running', epoch: 2 })
    await blocks(3)
    expect(instrument.parts.hub.lostSamples).toBe(0)
  })

  it('shows the signal, triggered, in raw samples when they fit', async () => {
    await open({ 'voltage0/source_noise': '0' })
    const viewer = instrument.openViewer()
    viewer.setView({ secondsPerDiv: 500e-9, positionSeconds: 0, columns: 1000, atSample: null })
    let frame = decodeFrame(await viewer.nextFrame())
    while (frame.anchor !== 'trigger' || frame.form !== 'raw') frame = decodeFrame(await viewer.nextFrame())
    const samples = sectionInt16(
      frame.sections.find((section) => section.kind === sectionKind.samples && section.channel === 0)!,
    )
    // 1 MHz at 100 MS/s, 0.8 V of 1 V.
    expect(Math.max(...samples)).toBeGreaterThan(26000)
    expect(Math.max(...samples)).toBeLessThan(26500)
    viewer.dispose()
  })

  it.each([
    ['100000000', [64, 4096] as const],
    ['10000000', [4, 4096] as const],
  ])('changes block size and watermark live at 2 x %s S/s without a loss or growth', async (rate, [least, most]) => {
    await open({ sampling_frequency: rate })
    const { hub, stack } = instrument.parts
    let peak = 0
    let warm = 0
    for (let change = 0; change < 24; change++) {
      // The largest comes first, and by the tenth change memory is at its most.
      const step = (5 * ((change >> 1) + 1)) % 6
      const kib = Math.min(least * 4 ** step, most)
      if (change % 2 === 0) await instrument.handlers.setBuffer({ blockBytes: kib << 10 })
      else await instrument.handlers.setBuffer({ watermark: (kib << 10) / 4 })
      await blocks(2)
      if (change < 10 || change % 4 === 3) await settledSize()
      peak = Math.max(peak, stack.heap.allocatedBytes)
      if (change === 9) warm = peak
    }
    expect(hub.lostSamples).toBe(0)
    expect(instrument.state().epoch).toBe(1)
    expect(peak).toBeLessThanOrEqual(warm * 1.05)
    expect(hub.seams.every((seam) => seam.how === 'live' && seam.lostSamples === 0)).toBe(true)
    // The account closes: what was captured is exactly what the stream is long.
    expect(hub.samples).toBe(hub.nextSample)
  })

  it('restores the configuration when a transaction fails', async () => {
    await open()
    const { device, samplingFrequencyHz } = instrument.state()
    vi.spyOn(instrument.parts.hub, 'start').mockRejectedValueOnce(new ErrnoError('ENOMEM', say`there is no memory`))
    const slow = instrument.handlers.writeAttribute({ device, path: 'sampling_frequency', value: '1000000' })
    await expect(slow).rejects.toMatchObject({ errno: 'ENOMEM' })
    await blocks(2)
    expect(instrument.state()).toMatchObject({ acquisition: 'running', samplingFrequencyHz })
  })

  it('applies a new rate by a transaction and derives block size and number anew', async () => {
    await open()
    const device = instrument.state().device
    const { value } = await instrument.handlers.writeAttribute({
      device,
      path: 'sampling_frequency',
      value: '1000000',
    })
    const state = instrument.state()
    expect(value).toBe('1000000')
    expect(state).toMatchObject({ samplingFrequencyHz: 1e6, epoch: 2, buffer: { blockBytes: 16384 } })
    expect(state.seams.at(-1)).toMatchObject({
      subject: 'samplingFrequency',
      from: 100e6,
      to: 1e6,
      how: 'transaction',
    })
    await blocks(2)
  })

  it('refuses a wrong value and goes on undisturbed', async () => {
    await open()
    const device = instrument.state().device
    for (const [name, value, errno] of [
      ['sampling_frequency', '12', 'EINVAL'],
      ['voltage0/source', 'cosine', 'EINVAL'],
      ['voltage0/scale', '1', 'EACCES'],
      ['voltage9/en', '1', 'ENOENT'],
    ] as const)
      await expect(instrument.handlers.writeAttribute({ device, path: name, value })).rejects.toMatchObject({ errno })
    await expect(
      instrument.handlers.writeAttribute({ device: 'nobody', path: 'name', value: '' }),
    ).rejects.toMatchObject({ errno: 'ENODEV' })
    await expect(Promise.resolve(instrument.handlers.setBuffer({ blockBytes: 3 }))).rejects.toMatchObject({
      errno: 'EINVAL',
    })
    await blocks(2)
    expect(instrument.state()).toMatchObject({ epoch: 1, seams: [] })
  })

  it('changes a source live, marks the place, and loses nothing', async () => {
    await open()
    const device = instrument.state().device
    await instrument.handlers.writeAttribute({ device, path: 'voltage0/source_frequency', value: '2000000' })
    await blocks(2)
    expect(instrument.state()).toMatchObject({ epoch: 1, seams: [{ subject: 'source', how: 'live', lostSamples: 0 }] })
  })

  it('costs nothing when a viewer stops asking for frames', async () => {
    await open()
    const viewer = instrument.openViewer()
    await viewer.nextFrame()
    // Memory grows until the plan is fulfilled, as fast as the system gives pages, and no further.
    let before = await peakWhile(100)
    await expect
      .poll(async () => {
        const last = before
        before = await peakWhile(400)
        return before / last
      })
      .toBeLessThanOrEqual(1.02)
    expect(instrument.parts.hub.lostSamples).toBe(0)
    await viewer.nextFrame()
    viewer.dispose()
  })

  it('ends a single acquisition by itself', async () => {
    await open()
    await instrument.handlers.single()
    expect(instrument.state().acquisition).toBe('single')
    while (instrument.state().acquisition === 'single') await new Promise((resolve) => setTimeout(resolve, 5))
    expect(instrument.state().acquisition).toBe('stopped')
  })

  it('sets itself to the signal', async () => {
    await open()
    await blocks(3)
    const { view, ranges } = await instrument.handlers.autoSet()
    const state = instrument.state()
    expect(view.secondsPerDiv).toBeCloseTo(500e-9, 9)
    expect(state.trigger.channel).toBe('voltage0')
    expect(Math.abs(levelOf(state.trigger)!)).toBeLessThan(0.05)
    expect(ranges.map(({ channel }) => channel)).toEqual(['voltage0', 'voltage1'])
    for (const [k, volts] of [0.8, 0.5].entries()) {
      expect(Math.abs(ranges[k]!.highVolts - volts)).toBeLessThan(0.05)
      expect(ranges[k]!.lowVolts).toBeLessThan(0.05)
    }
  })

  it('sets itself to the signal it has now, also right after another one was chosen', async () => {
    await open({ sampling_frequency: '10000000' })
    const device = instrument.state().device
    await blocks(3)
    for (const [path, value] of [
      ['voltage0/source_amplitude', '0.05'],
      ['voltage0/source_frequency', '50'],
    ] as const)
      await instrument.handlers.writeAttribute({ device, path, value })
    const { view, ranges } = await instrument.handlers.autoSet()
    // Four periods of 20 ms or a little more over ten divisions.
    expect(view.secondsPerDiv).toBeCloseTo(10e-3, 9)
    expect(ranges[0]!.highVolts).toBeLessThan(0.1)
    expect(ranges[0]!.highVolts - ranges[0]!.lowVolts).toBeGreaterThan(0.09)
  })

  it('waits without a fault when the last channel is switched off, and runs on with the next one', async () => {
    await open()
    const device = instrument.state().device
    const set = (path: string, value: string) => instrument.handlers.writeAttribute({ device, path, value })
    await set('voltage1/en', '0')
    await set('voltage0/en', '0')
    expect(instrument.state()).toMatchObject({ acquisition: 'stopped', fault: null })
    await set('voltage1/en', '1')
    expect(instrument.state()).toMatchObject({ acquisition: 'running', fault: null })
    await blocks(3)
    // Stopped by hand it stays stopped.
    await set('voltage1/en', '0')
    await instrument.handlers.stop()
    await set('voltage0/en', '1')
    expect(instrument.state().acquisition).toBe('stopped')
  })

  it('moves the trigger from a channel that is switched off to one that is on, and says so', async () => {
    await open()
    const device = instrument.state().device
    await instrument.handlers.setTriggerMode({ mode: 'normal' })
    await instrument.handlers.setTrigger({ channel: 'voltage1', level: 0.7 })
    await instrument.handlers.writeAttribute({ device, path: 'voltage0/source_amplitude', value: '0.1' })
    const said = new Promise<string>((resolve) => instrument.events.problem.on(({ message }) => resolve(message)))
    await instrument.handlers.writeAttribute({ device, path: 'voltage1/en', value: '0' })
    expect(instrument.state().trigger).toMatchObject({ channel: 'voltage0' })
    expect(await said).toBe('The trigger moved to CH1: CH2 is off.')
    // A level at which it goes on.
    await vi.waitFor(() => expect(Math.abs(levelOf(instrument.state().trigger)!)).toBeLessThan(0.1))
    await instrument.handlers.single()
    await vi.waitFor(() => expect(instrument.state().acquisition).toBe('stopped'))
  })

  it('records in its folder; the channels cannot change meanwhile', async () => {
    await open()
    const told: string[] = []
    instrument.events.problem.on(({ severity, message }) => told.push(`${severity}: ${message}`))
    const begun = await instrument.handlers.startRecording({ scans: null })
    expect(begun.state).toBe('recording')
    const device = instrument.state().device
    await expect(instrument.handlers.writeAttribute({ device, path: 'voltage1/en', value: '0' })).rejects.toMatchObject(
      { errno: 'EBUSY' },
    )
    await expect(Promise.resolve(instrument.handlers.startRecording({ scans: 5 }))).rejects.toMatchObject({
      errno: 'EBUSY',
    })
    await blocks(5)
    const ended = await instrument.handlers.stopRecording()
    expect(ended).toMatchObject({ state: 'finished', lostSamples: 0, problem: null })
    expect(statSync(ended.file).size).toBe(ended.scans * 4)
    // Where it is, and what is in it.
    expect(told).toEqual([`info: recorded ${contentOf(ended)}: ${ended.file}`])
    expect(JSON.parse(readFileSync(`${ended.file}.json`, 'utf8'))).toMatchObject({ scans: ended.scans, gapFree: true })
  })

  it('tells figures, lanes and devices', async () => {
    await open()
    const stats = await new Promise<Stats>((resolve) => {
      let seen = 0
      instrument.events.stats.on((figures) => void (++seen === 2 && resolve(figures)))
    })
    expect(stats.lostSamples).toBe(0)
    expect(stats.samplesPerSecond).toBeGreaterThan(0)
    const viewer = instrument.openViewer()
    const lanes = await new Promise<{ lives: readonly unknown[] }>((resolve) => instrument.events.lanes.on(resolve))
    expect(lanes.lives.length).toBeGreaterThan(0)
    viewer.dispose()
    const devices = await instrument.handlers.listDevices()
    expect(devices[0]).toMatchObject({ id: 'iio:device0', name: 'gigascope', status: 'ok' })
  })

  it('gives every block and all memory back when it closes', async () => {
    await open()
    await blocks(3)
    const { heap, gigasample } = instrument.parts.stack
    const queue = gigasample.adc.buffer
    await instrument.close()
    expect({ live: heap.liveAllocations, bytes: heap.allocatedBytes }).toEqual({ live: 0, bytes: 0 })
    expect(queue.applicationBlocks.size).toBe(0)
  })
})
