import { afterEach, describe, expect, it } from 'vitest'
import type { StreamFormat } from '#main/capture/index.ts'
import { loadKernelModule } from '#main/kernels/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { decodeFrame } from '#shared/frame/frame.ts'
import { sectionInt16 } from '#shared/frame/sections.ts'
import { lendBlock } from '../testing/lent-blocks.ts'
import { AnalysisHost } from './host.ts'

const channel = { scanType: 'le:s16/16>>0', offsetBytes: 0, unit: 'V', scaleMillivolts: 1, offsetCodes: 0 }
const format: StreamFormat = {
  epoch: 1,
  bytesPerScan: 4,
  samplingFrequencyHz: 10e6,
  channels: [
    { id: 'voltage0', scanIndex: 0, ...channel },
    { id: 'voltage1', scanIndex: 1, ...channel },
  ],
  startUnixMs: 0,
}
const period = 1000
const scansPerBlock = 4096

describe('the analysis thread', () => {
  const heap = new CoherentHeap({ bytes: 64 << 20, poison: true })
  let host: AnalysisHost | null = null
  let sequence = 0

  afterEach(async () => {
    await host?.stop()
    host = null
    sequence = 0
  })

  const begin = async (historyBytes = 8 << 20): Promise<AnalysisHost> => {
    host = await AnalysisHost.start({
      heap,
      kernelModule: await loadKernelModule(),
      runtime: realRuntime,
      historyBytes,
    })
    host.onFault.on((message) => expect.unreachable(message))
    host.onFormat(format)
    host.setRunning(true)
    host.setTrigger({ kind: 'edge', mode: 'normal', channel: 1, slope: 'rising', level: 0, hysteresis: 100 })
    return host
  }

  const block = () => {
    const firstSample = sequence * scansPerBlock
    const codes = new Int16Array(2 * scansPerBlock)
    for (let k = 0; k < scansPerBlock; k++) {
      codes[2 * k] = (firstSample + k) % 32768
      codes[2 * k + 1] = Math.round(20_000 * Math.sin((2 * Math.PI * (firstSample + k)) / period))
    }
    const facts = { epoch: 1, firstSample, lostBefore: 0, lastSampleMs: realRuntime.clock.nowMs() }
    return lendBlock(heap, codes, 2, { sequence: sequence++, ...facts })
  }

  const feed = (analysis: AnalysisHost, blocks: number): void => {
    for (let k = 0; k < blocks; k++) {
      const one = block()
      analysis.onBlocks([one])
      one.release()
    }
  }

  it('finds every trigger, answers a viewer from the blocks themselves, and gives everything back', async () => {
    const analysis = await begin()
    const view = analysis.openView({ secondsPerDiv: 1e-5, positionSeconds: 0, columns: 500, atSample: null })
    let answer: Uint8Array | null = null
    const awaited = view.nextFrame().then((frame) => {
      answer = frame
      return frame
    })
    // On a busy machine the thread may come late, and then it leaves blocks out: until it has seen some in time.
    while (answer === null) {
      feed(analysis, 20)
      await new Promise((resolve) => setImmediate(resolve))
    }
    const frame = decodeFrame(await awaited)
    expect(frame).toMatchObject({ anchor: 'trigger', form: 'raw', epoch: 1, samplingFrequencyHz: 10e6 })
    expect(frame.triggerSample % period).toBeCloseTo(0, 0)
    const counter = sectionInt16(frame.sections[0]!)
    expect([...counter]).toEqual(Array.from(counter, (_, k) => (frame.firstSample + k) % 32768))
    await analysis.settle()
    const stats = analysis.stats()
    const fed = sequence * scansPerBlock
    expect(stats.examinedSamples + stats.skippedBlocks * scansPerBlock).toBe(fed)
    expect(stats.offeredSamples).toBe(fed)
    expect(stats.newestSample).toBe(fed)
    expect(stats.triggers).toBeGreaterThan(0)
    expect(stats.waveforms).toBeLessThanOrEqual(stats.triggers)
    await analysis.stop()
    expect(heap.liveAllocations).toBe(0)
  })

  it('never shows torn samples, although the oldest blocks are given back while it reads them', async () => {
    // The heap poisons what is freed: were one torn sample shown, its column would hold the poison 0xa5a5.
    const analysis = await begin(64 << 10)
    const view = analysis.openView({ secondsPerDiv: 1e-3, positionSeconds: 0, columns: 300, atSample: null })
    analysis.setTrigger({ kind: 'edge', mode: 'auto', channel: 1, slope: 'rising', level: 0, hysteresis: 100 })
    let frames = 0
    let feeding = true
    const watching = (async () => {
      while (feeding) {
        view.setView({ secondsPerDiv: 1e-4, positionSeconds: 0, columns: 300, atSample: analysis.stats().newestSample })
        const frame = decodeFrame(await view.nextFrame())
        frames++
        if (frame.points === 0) continue
        const codes = sectionInt16(frame.sections[0]!)
        const first = codes.findIndex((code) => code < 0 && code !== -32768)
        expect(first === -1 ? 'whole' : `sample ${frame.firstSample + first} is ${codes[first]}`).toBe('whole')
      }
    })()
    for (let turn = 0; turn < 400; turn++) {
      feed(analysis, 3)
      await new Promise((resolve) => setImmediate(resolve))
    }
    feeding = false
    feed(analysis, 1)
    await watching
    expect(frames).toBeGreaterThan(0)
  })

  it('summarises, and keeps its last record after a stop', async () => {
    const analysis = await begin()
    feed(analysis, 50)
    const [, sine] = await analysis.summary()
    expect(sine).toMatchObject({ scanIndex: 1, min: -20_000, max: 20_000 })
    expect(Math.abs(sine!.frequencyHz - 10e6 / period)).toBeLessThan(10)
    analysis.setRunning(false)
    const view = analysis.openView({ secondsPerDiv: 1e-3, positionSeconds: 0, columns: 300, atSample: null })
    // Blocks that wait are taken in before the record stands.
    let frame = decodeFrame(await view.nextFrame())
    while (!frame.stopped) frame = decodeFrame(await view.nextFrame())
    expect(frame).toMatchObject({ stopped: true, form: 'envelope', newestSample: 50 * scansPerBlock - 1 })
  })

  it('answers a waiting single acquisition once', async () => {
    const analysis = await begin()
    analysis.setTrigger({ kind: 'edge', mode: 'single', channel: 1, slope: 'falling', level: 0, hysteresis: 100 })
    const fired: number[] = []
    analysis.onSingle.on(({ sample }) => fired.push(sample))
    // On a busy machine the thread may come late, and then it leaves blocks out: until it has seen some in time.
    while (fired.length === 0) {
      feed(analysis, 2)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await analysis.settle()
    expect(fired).toHaveLength(1)
    expect(fired[0]! % period).toBe(period / 2)
  })
})
