// The device goes away while the instrument captures it, and comes back.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDevice } from '#main/iio/index.ts'
import { errnoFrom } from '#main/testing/index.ts'
import { createInstrument } from './create.ts'
import type { Instrument } from './instrument.ts'

let instrument: Instrument
let folder = ''

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
  instrument = await createInstrument({
    front: 'headless',
    recordingsFolder: folder,
    historyBytes: 16 << 20,
    historySeconds: 0.05,
    set: [
      { path: 'sampling_frequency', value: '1000000' },
      { path: 'voltage1/en', value: '1' },
    ],
  })
})
afterEach(async () => {
  await instrument.close()
  rmSync(folder, { recursive: true })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1))
}

async function blocks(count: number): Promise<void> {
  const { hub } = instrument.parts
  const wanted = hub.blocks + count
  await until(() => hub.blocks >= wanted)
}

it('a device that is unplugged ends in a fault that says so; when it is back, run goes on', async () => {
  const { stack, hub } = instrument.parts
  await blocks(3)
  const problems: string[] = []
  instrument.events.problem.on(({ message }) => problems.push(message))
  const node = openDevice(stack.device)
  const polling = node.stream.waitPoll()

  await stack.unplug()
  await until(() => instrument.state().acquisition === 'fault')
  expect(await polling).toEqual({ readable: false, writable: false })
  expect(await errnoFrom(node.read(new Uint8Array(64)))).toBe('ENODEV')
  node.close()
  expect(instrument.state()).toMatchObject({ fault: 'gigascope is gone.', deviceName: 'gigascope' })
  expect(problems).toEqual(['The capture stopped: gigascope is gone.'])
  expect(hub.isRunning).toBe(false)
  expect(await errnoFrom(() => instrument.handlers.run())).toBe('ENODEV')
  expect(
    await errnoFrom(() => instrument.handlers.writeAttribute({ device: 'gigascope', path: 'voltage0/en', value: '0' })),
  ).toBe('ENODEV')
  expect((await instrument.handlers.listDevices()).map(({ name }) => name)).not.toContain('gigascope')

  await stack.replug()
  await instrument.handlers.run()
  expect(instrument.state()).toMatchObject({ acquisition: 'running', fault: null, epoch: 2 })
  await blocks(3)
  expect(instrument.state().samplingFrequencyHz).toBe(1_000_000)
  expect(instrument.state().channels.map(({ enabled }) => enabled)).toEqual([true, true])
  expect(hub.lostSamples).toBe(0)
})

it('no memory is left behind, however often the device goes and comes', async () => {
  const { stack } = instrument.parts
  const left: number[] = []
  for (let round = 0; round < 4; round++) {
    await blocks(4)
    const queue = stack.gigasample.adc.buffer
    await stack.unplug()
    await until(() => instrument.state().acquisition === 'fault')
    await stack.replug()
    // The next run's blocks take the place of the record of this one.
    await instrument.handlers.run()
    await until(() => queue.diagnostics.liveBlocks === 0)
    expect([queue.diagnostics.allocatedBytes, queue.isReleased]).toEqual([0, true])
    left.push(stack.heap.allocatedBytes - stack.gigasample.adc.buffer.diagnostics.allocatedBytes)
  }
  expect(new Set(left).size).toBe(1)
})
