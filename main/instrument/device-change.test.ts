// Another device is captured, while the instrument runs and while it does not.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decodeFrame } from '#shared/frame/frame.ts'
import { sectionInt16 } from '#shared/frame/sections.ts'
import { levelOf } from '#shared/kinds/triggers.ts'
import { codeToVolts } from '#shared/screen/codes.ts'
import { createInstrument } from './create.ts'
import type { Instrument } from './instrument.ts'

let instrument: Instrument
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
})
afterEach(async () => {
  await instrument.close()
  rmSync(folder, { recursive: true })
})

async function open(run: boolean): Promise<void> {
  instrument = await createInstrument({
    front: 'headless',
    recordingsFolder: folder,
    historyBytes: 16 << 20,
    historySeconds: 0.05,
    run,
    set: [{ path: 'sampling_frequency', value: '1000000' }],
  })
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 1))
}

async function blocks(count: number): Promise<void> {
  const { hub } = instrument.parts
  const wanted = hub.blocks + count
  await until(() => hub.blocks >= wanted)
}

const capture = (device: string) => instrument.handlers.captureDevice({ device })

/** What the panel shows of the buffer is what the tree shows. */
async function expectOneTruth(): Promise<void> {
  const { blockCount, blockBytes, bytesPerScan, watermark } = instrument.state().buffer
  const { device } = instrument.state()
  const read = async (name: string): Promise<string> =>
    (await instrument.handlers.readAttribute({ device, path: `buffer0/${name}` })).value
  expect([await read('length'), await read('watermark')]).toEqual([
    String((blockCount * blockBytes) / bytesPerScan),
    String(watermark),
  ])
}

describe('captureDevice', () => {
  it('says what can be captured', async () => {
    await open(false)
    const names = ['gigascope', 'dummy', 'dummy-dma', 'at91-adc', 'at91-adc-dma', 'loopback-adc']
    expect(instrument.state().capturable.map(({ name }) => name)).toEqual(names)
    expect(instrument.state().capturable[0]).toEqual({
      ...{ id: 'iio:device0', name: 'gigascope', label: 'Simulated gigasample ADC' },
    })
  })

  it('shows the device that is captured, also when the one before answers later', async () => {
    await open(false)
    const { device } = instrument.parts.source
    const read = device.readAttribute.bind(device)
    let answer = (): void => undefined
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const asked = vi.spyOn(device, 'readAttribute').mockImplementationOnce((at) => isAnswered.then(() => read(at)))
    const late = instrument.refresh()
    await until(() => asked.mock.calls.length > 0)
    await capture('dummy')
    answer()
    await late
    const ids = ['voltage0', 'voltage1-voltage2', 'voltage3-voltage4', 'accel_x']
    expect(instrument.state()).toMatchObject({ deviceName: 'dummy', samplingFrequencyHz: 1000 })
    expect(instrument.state().channels.map(({ id }) => id)).toEqual(ids)
  })

  it('goes from each device to each other one while it runs, and nothing is lost', async () => {
    await open(true)
    await blocks(2)
    let { deviceName, epoch } = instrument.state()
    const order = ['at91-adc-dma', 'dummy', 'gigascope', 'at91-adc', 'dummy-dma', 'loopback-adc', 'gigascope', 'dummy']
    for (const name of order) {
      await capture(name)
      const state = instrument.state()
      expect(state).toMatchObject({ deviceName: name, acquisition: 'running', epoch: epoch + 1, fault: null })
      expect(state.seams.at(-1)).toMatchObject({
        ...{ subject: 'device', from: deviceName, to: name, how: 'transaction', atSample: 0, lostSamples: 0 },
        epoch: state.epoch,
      })
      expect(state.buffer.mode).toBe(name === 'dummy' || name === 'at91-adc' ? 'fifo' : 'block')
      for (const { id, unit } of state.channels) expect(unit, id).toBe(id.startsWith('accel') ? 'm/s²' : 'V')
      expect(state.channels.some(({ unit }) => unit === 'm/s²')).toBe(name === 'dummy' || name === 'dummy-dma')
      expect(state.channels.some(({ enabled }) => enabled)).toBe(true)
      await blocks(2)
      await expectOneTruth()
      ;({ deviceName, epoch } = state)
    }
    expect(instrument.parts.hub.lostSamples).toBe(0)
    const { heap } = instrument.parts.stack
    await instrument.close()
    expect(heap.liveAllocations).toBe(0)
  })

  it('keeps the settings of each device, those of its buffer too', async () => {
    await open(true)
    await instrument.handlers.setBuffer({ blockBytes: 65536, blockCount: 32, watermark: 40_000 })
    const { blockBytes, blockCount, watermark } = instrument.state().buffer
    await capture('at91-adc')
    expect(instrument.state().buffer).toMatchObject({ blockBytesAuto: true, watermarkAuto: true, bytesPerScan: 2 })
    await instrument.handlers.setBuffer({ watermark: 700 })
    await capture('gigascope')
    expect(instrument.state()).toMatchObject({
      samplingFrequencyHz: 1e6,
      buffer: { blockBytes, blockCount, watermark },
    })
    await capture('at91-adc')
    expect(instrument.state()).toMatchObject({ samplingFrequencyHz: 100_000, buffer: { watermark: 700 } })
    await expectOneTruth()
  })

  it('shows a true trace of codes that are not native: volts of the frame are volts of the device', async () => {
    await open(true)
    const viewer = instrument.openViewer()
    await capture('at91-adc-dma')
    // 24.4 Hz: two periods.
    viewer.setView({ secondsPerDiv: 8e-3, positionSeconds: 0, columns: 500, atSample: null })
    const [channel] = instrument.state().channels
    expect(channel).toMatchObject({ id: 'voltage0', scanType: 'le:u12/16>>0' })
    let seen: number[] = []
    await until(async () => {
      const frame = decodeFrame(await viewer.nextFrame())
      const [section] = frame.sections
      if (frame.epoch !== instrument.state().epoch || section === undefined) return false
      seen = [...sectionInt16(section)].map((code) => codeToVolts(code, channel!))
      return Math.max(...seen) > 3.2
    })
    // 2048 +- 2000 codes of 3.3 V / 4096.
    expect(Math.max(...seen)).toBeCloseTo((4048 * 3.3) / 4096, 3)
    expect(Math.min(...seen)).toBeCloseTo((48 * 3.3) / 4096, 3)
    viewer.dispose()
  })

  it('gives the trigger a channel and a level of the new device', async () => {
    await open(true)
    await capture('at91-adc-dma')
    await until(() => {
      const { trigger } = instrument.state()
      const levelVolts = levelOf(trigger) ?? 0
      return trigger.channel === 'voltage0' && levelVolts > 1 && levelVolts < 2.3
    })
    await capture('dummy')
    const { trigger, channels } = instrument.state()
    expect(channels.map(({ id }) => id)).toContain(trigger.channel)
  })

  it('is refused while recording, and for what is not there; nothing changes', async () => {
    await open(true)
    await blocks(2)
    const { epoch, deviceName, seams } = instrument.state()
    await expect(capture('gigadac')).rejects.toMatchObject({
      errno: 'EINVAL',
      message: expect.stringMatching(/'gigadac' cannot be captured: choose one of gigascope, dummy,/),
    })
    await instrument.handlers.startRecording({ scans: null })
    await expect(capture('dummy')).rejects.toMatchObject({ errno: 'EBUSY', message: /while recording/ })
    await instrument.handlers.stopRecording()
    expect(instrument.state()).toMatchObject({ epoch, deviceName, seams, acquisition: 'running' })
    await capture(deviceName)
    expect(instrument.state().epoch).toBe(epoch)
  })

  it('goes back to the device before when the new one cannot begin, and says why', async () => {
    await open(true)
    await blocks(2)
    await instrument.handlers.writeAttribute({ device: 'dummy', path: 'trigger/current_trigger', value: 'none' })
    await expect(capture('dummy')).rejects.toMatchObject({ errno: 'EINVAL', message: /no trigger assigned/ })
    expect(instrument.state()).toMatchObject({ deviceName: 'gigascope', acquisition: 'running', fault: null })
    await blocks(2)
    expect(instrument.parts.hub.lostSamples).toBe(0)
  })

  it('while it is stopped: stays stopped, and what was captured before is no trace of the new device', async () => {
    await open(true)
    await blocks(2)
    await instrument.handlers.stop()
    await capture('at91-adc')
    expect(instrument.state()).toMatchObject({ deviceName: 'at91-adc', acquisition: 'stopped' })
    expect(await instrument.parts.analysis!.summary()).toEqual([])
    await expectOneTruth()
    await instrument.handlers.run()
    await blocks(2)
    expect(instrument.state()).toMatchObject({ deviceName: 'at91-adc', acquisition: 'running' })
  })

  it('leads away from a device that is gone', async () => {
    await open(true)
    await blocks(2)
    const { stack } = instrument.parts
    await stack.unplug()
    await until(() => instrument.state().acquisition === 'fault')
    expect(instrument.state().capturable.map(({ name }) => name)).not.toContain('gigascope')
    await capture('dummy-dma')
    expect(instrument.state()).toMatchObject({ acquisition: 'stopped', fault: null })
    await instrument.handlers.run()
    await blocks(2)
    await stack.replug()
    await capture('gigascope')
    await blocks(2)
    expect(instrument.state()).toMatchObject({ samplingFrequencyHz: 1e6, acquisition: 'running' })
  })
})
