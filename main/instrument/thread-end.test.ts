// Threads end by themselves: really, in the middle of a capture. Nothing of it goes unnoticed, and nothing stays dead.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { decodeFrame } from '#shared/frame/frame.ts'
import { createInstrument } from './create.ts'
import type { Instrument } from './instrument.ts'

let instrument: Instrument
let folder = ''
/** In the order in which they were started: an instrument starts the hardware first, then the analysis. */
const threads: Worker[] = []
const onWorker = (worker: Worker): void => void threads.push(worker)
const problems: string[] = []

beforeEach(async () => {
  threads.length = problems.length = 0
  process.on('worker', onWorker)
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
  instrument = await createInstrument({
    front: 'headless',
    recordingsFolder: folder,
    historyBytes: 16 << 20,
    set: [
      { path: 'sampling_frequency', value: '1000000' },
      { path: 'voltage1/en', value: '1' },
      { path: 'voltage0/source_frequency', value: '12345' },
    ],
  })
  instrument.events.problem.on(({ message }) => problems.push(message))
})
afterEach(async () => {
  process.off('worker', onWorker)
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

it('the hardware thread: a fault that says so, a described recording, and run starts a new one', async () => {
  const { hub } = instrument.parts
  const { file } = await instrument.handlers.startRecording({ scans: null })
  await blocks(5)
  const before = hub.samples
  await threads[0]!.terminate()
  await until(() => instrument.state().recording?.state === 'failed')
  expect(instrument.state()).toMatchObject({ acquisition: 'fault', fault: 'The hardware failed: its thread ended.' })
  expect(problems[0]).toBe('The capture stopped by itself: The hardware failed: its thread ended.')
  expect(hub.isRunning).toBe(false)
  const described = JSON.parse(readFileSync(`${file}.json`, 'utf8'))
  expect(described).toMatchObject({ samplingFrequencyHz: 1_000_000, bytesPerScan: 4, complete: false })
  expect(described.problem).toMatch(/The hardware failed/)
  expect(statSync(file).size).toBe(described.scans * 4)
  expect(described.scans).toBeGreaterThan(0)
  expect(hub.samples).toBeGreaterThanOrEqual(before)

  // Any number of times: what was set is set again, memory does not grow.
  for (let round = 0; round < 3; round++) {
    threads.length = 0
    await instrument.handlers.run()
    expect(instrument.state()).toMatchObject({ acquisition: 'running', fault: null })
    await blocks(3)
    expect(instrument.state().samplingFrequencyHz).toBe(1_000_000)
    expect(instrument.state().channels.map(({ enabled }) => enabled)).toEqual([true, true])
    expect(await instrument.handlers.readAttribute({ device: 'gigascope', path: 'voltage0/source_frequency' })).toEqual(
      { value: '12345' },
    )
    await threads[0]!.terminate()
    await until(() => instrument.state().acquisition === 'fault')
  }
  // A change is as good as Run for the hardware, and it stays stopped.
  await instrument.handlers.writeAttribute({ device: 'gigascope', path: 'sampling_frequency', value: '2000000' })
  expect(instrument.state().samplingFrequencyHz).toBe(2_000_000)
  await instrument.handlers.run()
  await blocks(3)
  expect(hub.lostSamples).toBe(0)
  const again = await instrument.handlers.startRecording({ scans: 1000 })
  await until(() => instrument.state().recording?.state === 'finished')
  expect(statSync(again.file).size).toBe(4000)
})

it('the hardware thread, while nothing is captured: it is told, and run starts a new one', async () => {
  await instrument.handlers.stop()
  await threads[0]!.terminate()
  await until(() => instrument.state().acquisition === 'fault')
  await instrument.handlers.single()
  await instrument.handlers.run()
  await blocks(3)
})

it('the analysis thread: it is told and started again, and every viewer goes on by itself', async () => {
  const { hub, analysis } = instrument.parts
  const viewer = instrument.openViewer()
  const first = decodeFrame(await viewer.nextFrame())
  let thread = threads[1]!
  for (let round = 0; round < 2; round++) {
    const newest = analysis!.stats().newestSample
    threads.length = 0
    await thread.terminate()
    await until(() => problems.length > round)
    expect(problems[round]).toMatch(/^The analysis ended; the capture goes on: /)
    let frame = decodeFrame(await viewer.nextFrame())
    while (frame.newestSample < newest) frame = decodeFrame(await viewer.nextFrame())
    expect(frame.epoch).toBe(first.epoch)
    // What was captured before is there as before.
    if (round === 0) expect(frame.oldestSample).toBeLessThan(newest)
    expect((await analysis!.summary()).length).toBe(2)
    thread = threads[0]!
  }
  expect(instrument.state().acquisition).toBe('running')
  expect(hub.lostSamples).toBe(0)
  viewer.dispose()
})
