// bench zoom: any pan or zoom over a full capture memory, from the request in main to the frame in main.
import { freemem } from 'node:os'
import type { Instrument } from '#main/instrument/index.ts'
import { commitMemory } from '#main/memory/index.ts'
import { decodeFrame } from '#shared/frame/frame.ts'
import { formatBytes } from '#shared/units.ts'
import type { BenchContext, BenchReport } from '../benchmark.ts'
import { openInstrument, wait } from './scene.ts'

/** 1 Gi samples of one channel. */
const wantedBytes = 2 ** 31
/** Blocks in circulation, the envelope, and the rest of the system. */
const besideBytes = 1536 * 2 ** 20
const columns = 1200
const views = 400
const longestFillSeconds = 60

/** The same sequence each time, 0..1. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

async function fill(instrument: Instrument, bytes: number): Promise<void> {
  const { analysis, stack } = instrument.parts
  // At once: what is looked back on is otherwise taken as slowly as other programs want.
  await commitMemory(stack.heap, stack.heap.buffer.byteLength, stack.runtime.deferred)
  await instrument.handlers.run()
  for (let waited = 0; (analysis?.stats().historyBytes ?? 0) < bytes * 0.99; waited += 0.1) {
    if (waited > longestFillSeconds) throw new Error('the capture memory does not fill')
    await wait(0.1)
  }
  await instrument.handlers.stop()
  await analysis?.settle()
}

export async function benchZoom({ memcpy }: BenchContext): Promise<BenchReport> {
  const historyBytes = Math.min(wantedBytes, Math.floor((freemem() - besideBytes) / 2 ** 20) * 2 ** 20)
  const scene = { samplingFrequencyHz: 1e9, channels: 1, blockBytes: 1 << 20 } as const
  const more = { historyBytes, historySeconds: Number.MAX_SAFE_INTEGER, heapBytes: historyBytes + besideBytes }
  const instrument = await openInstrument(scene, more)
  try {
    await fill(instrument, historyBytes)
    const stats = instrument.parts.analysis?.stats()
    const oldest = stats?.oldestSample ?? 0
    const samples = (stats?.newestSample ?? 0) - oldest
    const viewer = instrument.openViewer()
    const random = sequence(1)
    const times: number[] = []
    let shown = 0
    for (let view = 0; view < views; view++) {
      // Windows from the whole record down to a thousand samples, as likely at each zoom.
      const windowSamples = samples * (1000 / samples) ** random()
      const atSample = Math.floor(oldest + windowSamples / 2 + random() * (samples - windowSamples))
      const begin = performance.now()
      viewer.setView({ secondsPerDiv: windowSamples / 10 / 1e9, positionSeconds: 0, columns, atSample })
      const frame = await viewer.nextFrame()
      times.push(performance.now() - begin)
      shown += decodeFrame(frame).madeFromSamples
    }
    viewer.dispose()
    times.sort((a, b) => a - b)
    const at = (share: number): number => times[Math.floor(share * (times.length - 1))]!
    const name = `${columns} columns of ${(samples / 1e9).toPrecision(3)} G samples: `
    const perSecond = (2 * shown) / (times.reduce((sum, time) => sum + time, 0) / 1e3)
    const common = { unit: 'ms', lessIsBetter: true } as const
    return {
      figures: [
        { name: `${name}p50`, value: at(0.5), ...common },
        { name: `${name}p99`, value: at(0.99), ...common, wanted: { value: 4 } },
        { name: `${name}longest`, value: at(1), ...common },
        { name: 'samples shown', value: perSecond / 2 / 1e9, unit: 'GS/s', perMemcpy: perSecond / memcpy },
      ],
      notes: [
        `${views} views of a stopped record of ${formatBytes(historyBytes)}, from all of it to 1000 samples.`,
        ...(historyBytes < wantedBytes ? ['This machine has not enough free memory for 1 Gi samples.'] : []),
      ],
    }
  } finally {
    await instrument.close()
  }
}
