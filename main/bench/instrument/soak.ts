// bench soak: memory over a long run at 1 GS/s, watched by a viewer that takes every frame.
import type { Instrument } from '#main/instrument/index.ts'
import type { BenchContext, BenchReport } from '../benchmark.ts'
import { filled, flatGrowth, growthOf } from './growth.ts'
import { openInstrument, wait } from './scene.ts'

const defaultSeconds = 600
const looks = 40

export interface Soaked {
  readonly seconds: number
  /** Scans per second that reached the taps. */
  readonly scansPerSecond: number
  readonly lostSamples: number
  readonly examinedShare: number
  readonly framesPerSecond: number
  /** Most memory of the process, bytes. */
  readonly peakBytes: number
  /** Median of the last quarter of the run over that of the first, less one. */
  readonly growth: number
  readonly blockMemoryGrowth: number
}

/** Takes frames as a page does; counts them until told to stop. */
function watch(instrument: Instrument): { readonly frames: () => number; stop(): void } {
  const viewer = instrument.openViewer()
  viewer.setView({ secondsPerDiv: 1e-7, positionSeconds: 0, columns: 1000, atSample: null, persistence: true })
  let frames = 0
  let isWatching = true
  const take = async (): Promise<void> => {
    while (isWatching) {
      await viewer.nextFrame()
      frames++
      await wait(1 / 60)
    }
  }
  // It ends with the viewer.
  take().catch(() => undefined)
  return {
    frames: () => frames,
    stop() {
      isWatching = false
      viewer.dispose()
    },
  }
}

/** Captures at 1 GS/s for so long, with blocks of 1 MiB and persistence on. */
export async function soak(seconds: number): Promise<Soaked> {
  const instrument = await openInstrument({ samplingFrequencyHz: 1e9, channels: 1, blockBytes: 1 << 20 })
  try {
    await instrument.handlers.run()
    const viewer = watch(instrument)
    await filled(instrument)
    const { hub, stack, analysis } = instrument.parts
    const read = () => ({
      atMs: performance.now(),
      samples: hub.samples,
      frames: viewer.frames(),
      ...analysis!.stats(),
    })
    const begin = read()
    const rss: number[] = []
    const heap: number[] = []
    for (let look = 0; look < looks; look++) {
      await wait(seconds / looks)
      rss.push(process.memoryUsage.rss())
      heap.push(stack.heap.allocatedBytes)
    }
    const end = read()
    const passed = (end.atMs - begin.atMs) / 1e3
    viewer.stop()
    return {
      seconds: passed,
      scansPerSecond: (end.samples - begin.samples) / passed,
      lostSamples: hub.lostSamples,
      examinedShare: (end.examinedSamples - begin.examinedSamples) / (end.offeredSamples - begin.offeredSamples),
      framesPerSecond: (end.frames - begin.frames) / passed,
      peakBytes: Math.max(...rss),
      growth: growthOf(rss),
      blockMemoryGrowth: growthOf(heap),
    }
  } finally {
    await instrument.close()
  }
}

export async function benchSoak({ memcpy, options }: BenchContext): Promise<BenchReport> {
  const seconds = options.seconds ?? defaultSeconds
  const seen = await soak(seconds)
  const less = { lessIsBetter: true } as const
  const flat = { unit: '%', ...less, wanted: { value: 100 * flatGrowth } }
  return {
    figures: [
      {
        name: 'captured',
        value: seen.scansPerSecond / 1e9,
        unit: 'GS/s',
        perMemcpy: (2 * seen.scansPerSecond) / memcpy,
      },
      { name: 'lost', value: seen.lostSamples, unit: 'S', ...less, wanted: { value: 0 } },
      { name: 'examinedShare', value: seen.examinedShare, unit: '' },
      { name: 'frames taken by a viewer', value: seen.framesPerSecond, unit: '1/s' },
      { name: 'memory of the process, at most', value: seen.peakBytes / 2 ** 20, unit: 'MiB', ...less },
      { name: 'its growth', value: 100 * seen.growth, ...flat },
      { name: 'growth of block memory', value: 100 * seen.blockMemoryGrowth, ...flat },
    ],
    notes: [`${seconds} s at 1 GS/s; growth is the median of the last quarter over that of the first.`],
  }
}
