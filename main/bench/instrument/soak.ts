// bench soak: memory over a long run at 1 GS/s.
import type { BenchContext, BenchReport } from '../commands.ts'
import { openInstrument, wait } from './scene.ts'

const defaultSeconds = 600
/** Everything there will ever be is there by then: blocks touched, code compiled. */
const settleSeconds = 10
const looks = 40
/** Growth over the run that is still flat: what a garbage collector leaves lying about. */
const flatGrowth = 0.05

const mebibytes = (bytes: number): number => bytes / 2 ** 20
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

export async function benchSoak({ memcpy, options }: BenchContext): Promise<BenchReport> {
  const seconds = options.seconds ?? defaultSeconds
  const instrument = await openInstrument({ samplingFrequencyHz: 1e9, channels: 1, blockBytes: 1 << 20 })
  try {
    await instrument.handlers.run()
    await wait(Math.min(settleSeconds, seconds / 4))
    const { hub, stack } = instrument.parts
    const begin = { samples: hub.samples, atMs: performance.now() }
    const rss: number[] = []
    const heap: number[] = []
    for (let look = 0; look < looks; look++) {
      await wait(seconds / looks)
      rss.push(process.memoryUsage.rss())
      heap.push(stack.heap.allocatedBytes)
    }
    const rate = (hub.samples - begin.samples) / ((performance.now() - begin.atMs) / 1e3)
    const quarter = looks / 4
    const growth = (values: readonly number[]): number =>
      100 * (median(values.slice(-quarter)) / median(values.slice(0, quarter)) - 1)
    const less = { lessIsBetter: true } as const
    return {
      figures: [
        { name: 'captured', value: rate / 1e9, unit: 'GS/s', perMemcpy: (2 * rate) / memcpy },
        { name: 'lost', value: hub.lostSamples, unit: 'S', ...less, wanted: { value: 0 } },
        { name: 'memory of the process, at most', value: mebibytes(Math.max(...rss)), unit: 'MiB', ...less },
        { name: 'its growth', value: growth(rss), unit: '%', ...less, wanted: { value: 100 * flatGrowth } },
        {
          name: 'growth of block memory',
          value: growth(heap),
          unit: '%',
          ...less,
          wanted: { value: 100 * flatGrowth },
        },
      ],
      notes: [`${seconds} s at 1 GS/s; growth is the median of the last quarter over that of the first.`],
    }
  } finally {
    await instrument.close()
  }
}
