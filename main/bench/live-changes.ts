// Live changes under load: block size and watermark changed while the ADC runs, and what it costs. Run it with
//   npx tsx main/bench/live-changes.ts [--changes 200] [--json]
// It fails (exit code 1) when a sample is lost or memory grows by more than 5 % after the first ten changes.
import { createInstrument } from '#main/instrument/index.ts'

interface Scene {
  readonly name: string
  readonly samplingFrequencyHz: number
  readonly smallestBytes: number
  readonly largestBytes: number
}

interface Result {
  readonly scene: string
  readonly changes: number
  readonly seconds: number
  readonly lostSamples: number
  readonly indexContinuous: boolean
  readonly heapMiBAfterTen: number
  readonly heapMiBPeakLater: number
  readonly rssMiBAfterTen: number
  readonly rssMiBPeakLater: number
  /** How far up the heap was ever used. */
  readonly reachMiBAfterTen: number
  readonly reachMiBPeakLater: number
  readonly mainThreadBusy: number
  readonly latencyP99Ms: number
}

const scenes: readonly Scene[] = [
  { name: '2 x 100 MS/s, 64 KiB to 4 MiB', samplingFrequencyHz: 1e8, smallestBytes: 64 << 10, largestBytes: 4 << 20 },
  { name: '2 x 10 MS/s, 4 KiB to 4 MiB', samplingFrequencyHz: 1e7, smallestBytes: 4 << 10, largestBytes: 4 << 20 },
]

/** The same sequence each time. */
function randomSteps(seed: number): (choices: number) => number {
  let state = seed
  return (choices) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * choices)
  }
}

const mib = (bytes: number): number => Math.round((bytes / 2 ** 20) * 10) / 10

async function play(scene: Scene, changes: number): Promise<Result> {
  const instrument = await createInstrument({
    front: 'headless',
    historyBytes: 96 << 20,
    historySeconds: 0.1,
    set: [
      { path: 'sampling_frequency', value: String(scene.samplingFrequencyHz) },
      { path: 'voltage1/en', value: '1' },
    ],
  })
  const { hub, stack } = instrument.parts
  const pick = randomSteps(1)
  const sizes = Math.log2(scene.largestBytes / scene.smallestBytes) + 1
  const size = (): number => scene.smallestBytes * 2 ** pick(sizes)
  const begin = performance.now()
  const busy = performance.eventLoopUtilization()
  const early = { heap: 0, rss: 0, reach: 0 }
  const later = { heap: 0, rss: 0, reach: 0 }
  for (let change = 0; change < changes; change++) {
    // The largest comes early, so that what follows has no excuse.
    const bytes = change < 4 ? scene.largestBytes : size()
    await instrument.handlers.setBuffer({ blockBytes: bytes })
    await instrument.handlers.setBuffer({ watermark: (change < 4 ? scene.largestBytes : size()) / 4 })
    const until = performance.now() + 100
    const seen = change < 10 ? early : later
    while (performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      seen.heap = Math.max(seen.heap, stack.heap.allocatedBytes)
      for (const block of stack.gigasample.adc.buffer.applicationBlocks)
        seen.reach = Math.max(seen.reach, block.address + block.size)
      seen.rss = Math.max(seen.rss, process.memoryUsage.rss())
    }
  }
  const mainThreadBusy = performance.eventLoopUtilization(busy).utilization
  await instrument.handlers.stop()
  const result: Result = {
    scene: scene.name,
    changes,
    seconds: Math.round((performance.now() - begin) / 100) / 10,
    lostSamples: hub.lostSamples,
    indexContinuous: hub.samples === hub.nextSample,
    heapMiBAfterTen: mib(early.heap),
    heapMiBPeakLater: mib(later.heap),
    rssMiBAfterTen: mib(early.rss),
    rssMiBPeakLater: mib(later.rss),
    reachMiBAfterTen: mib(early.reach),
    reachMiBPeakLater: mib(later.reach),
    mainThreadBusy: Math.round(mainThreadBusy * 1e3) / 1e3,
    latencyP99Ms: Math.round(hub.account.latency.quantile(0.99) * 100) / 100,
  }
  if (words.includes('--memory')) console.log(process.memoryUsage())
  await instrument.close()
  return result
}

const words = process.argv.slice(2)
const asked = words.indexOf('--changes')
const changes = asked < 0 ? 200 : Number(words[asked + 1])
const results: Result[] = []
for (const scene of scenes) {
  const result = await play(scene, changes)
  results.push(result)
  if (!words.includes('--json')) console.table(result)
}
if (words.includes('--json')) console.log(JSON.stringify(results))
const flat = (one: Result): boolean => one.rssMiBPeakLater <= one.rssMiBAfterTen * 1.05
process.exitCode = results.every((one) => one.lostSamples === 0 && one.indexContinuous && flat(one)) ? 0 : 1
