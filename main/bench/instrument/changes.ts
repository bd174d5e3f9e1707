// bench changes: block size and watermark changed again and again while the ADC runs, and what it costs.
import type { Instrument } from '#main/instrument/index.ts'
import type { BenchContext, BenchReport } from '../benchmark.ts'
import type { Figure } from '../figure.ts'
import { filled, flatGrowth, growthOf } from './growth.ts'
import { openInstrument, type Scene, wait } from './scene.ts'

const kibibyte = 1 << 10
const mebibyte = 1 << 20

interface ChangingScene extends Scene {
  readonly name: string
  /** Powers of two. */
  readonly smallestBytes: number
  readonly largestBytes: number
}

export const changingScenes: readonly ChangingScene[] = [
  {
    name: '2 x 100 MS/s, 64 KiB to 4 MiB',
    samplingFrequencyHz: 100e6,
    channels: 2,
    smallestBytes: 64 * kibibyte,
    largestBytes: 4 * mebibyte,
  },
  {
    name: '2 x 10 MS/s, 4 KiB to 4 MiB',
    samplingFrequencyHz: 10e6,
    channels: 2,
    smallestBytes: 4 * kibibyte,
    largestBytes: 4 * mebibyte,
  },
]

/** Time to the next change. s */
const betweenSeconds = 0.1
const defaultSeconds = 20

export interface Changed {
  readonly changes: number
  readonly lostSamples: number
  /** Samples that came and samples that are said to be lost are all there were. */
  readonly isAccounted: boolean
  /** Median of the last quarter of the run over that of the first, less one: of the process, and of block memory. */
  readonly growth: number
  readonly blockMemoryGrowth: number
  readonly mainThreadBusy: number
  /** Last sample of a block to its reader, ms. */
  readonly latencyP99Ms: number
}

/** The same sequence each time. */
function randomSteps(seed: number): (choices: number) => number {
  let state = seed
  return (choices) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * choices)
  }
}

/** Block size, then watermark: each a change of its own, as from the panel. The watermark is within the samples of a block. */
async function change(instrument: Instrument, blockBytes: number, watermarkScans: number): Promise<void> {
  await instrument.handlers.setBuffer({ blockBytes })
  await instrument.handlers.setBuffer({ watermark: watermarkScans })
  await wait(betweenSeconds)
}

/**
 * Changes block size and watermark, ten times a second. Each size comes once before anything is counted, the largest
 * first, until memory is full: what grows afterwards grows.
 */
export async function changeLive(scene: ChangingScene, seconds: number): Promise<Changed> {
  const instrument = await openInstrument(scene)
  try {
    await instrument.handlers.run()
    const sizes: number[] = []
    for (let bytes = scene.largestBytes; bytes >= scene.smallestBytes; bytes /= 2) sizes.push(bytes)
    const scansOf = (bytes: number): number => bytes / (2 * scene.channels)
    for (const bytes of sizes) await change(instrument, bytes, scansOf(bytes))
    await change(instrument, scene.largestBytes, scansOf(scene.largestBytes))
    await filled(instrument)
    const { hub, stack } = instrument.parts
    const pick = randomSteps(1)
    const rss: number[] = []
    const heap: number[] = []
    const changes = Math.ceil(seconds / betweenSeconds)
    const busy = performance.eventLoopUtilization()
    for (let i = 0; i < changes; i++) {
      await change(instrument, sizes[pick(sizes.length)]!, scansOf(sizes[pick(sizes.length)]!))
      rss.push(process.memoryUsage.rss())
      heap.push(stack.heap.allocatedBytes)
    }
    const mainThreadBusy = performance.eventLoopUtilization(busy).utilization
    const { samples, lostSamples, nextSample } = hub
    return {
      changes,
      lostSamples,
      isAccounted: samples + lostSamples === nextSample,
      growth: growthOf(rss),
      blockMemoryGrowth: growthOf(heap),
      mainThreadBusy,
      latencyP99Ms: hub.account.latency.quantile(0.99),
    }
  } finally {
    await instrument.close()
  }
}

function figuresOf(name: string, seen: Changed): readonly Figure[] {
  const less = { lessIsBetter: true } as const
  return [
    { name: `${name}: changes`, value: 2 * seen.changes, unit: '' },
    { name: `${name}: lost`, value: seen.lostSamples, unit: 'S', ...less, wanted: { value: 0 } },
    {
      name: `${name}: growth of the process`,
      value: 100 * seen.growth,
      unit: '%',
      ...less,
      wanted: { value: 100 * flatGrowth },
    },
    {
      name: `${name}: growth of block memory`,
      value: 100 * seen.blockMemoryGrowth,
      unit: '%',
      ...less,
      wanted: { value: 100 * flatGrowth },
    },
    { name: `${name}: mainThreadBusy`, value: seen.mainThreadBusy, unit: '', ...less },
    { name: `${name}: latency p99`, value: seen.latencyP99Ms, unit: 'ms', ...less },
  ]
}

export async function benchChanges({ options }: BenchContext): Promise<BenchReport> {
  const seconds = options.seconds ?? defaultSeconds
  const figures: Figure[] = []
  for (const scene of changingScenes) figures.push(...figuresOf(scene.name, await changeLive(scene, seconds)))
  return {
    figures,
    notes: [
      `${seconds} s of a block size and a watermark every ${betweenSeconds} s; growth is the median of the last quarter over that of the first.`,
    ],
  }
}
