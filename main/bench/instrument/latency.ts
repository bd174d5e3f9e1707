// bench latency: last sample of a block -> tap, over block sizes.
import { formatBytes } from '#shared/units.ts'
import type { BenchContext, BenchReport } from '../benchmark.ts'
import type { Figure } from '../figure.ts'
import { openInstrument, wait } from './scene.ts'

const defaultSeconds = 2
/** Before a size is measured: code is compiled, and blocks of the old size go their way, a watermark of the new at a time. */
const settle = { seconds: 1.5, blocks: 4 } as const
const rateHz = 10e6
const sizes = [1, 4, 16, 64, 256, 1024, 4096].map((kibibytes) => kibibytes * 1024)

export async function benchLatency({ memcpy, options }: BenchContext): Promise<BenchReport> {
  const figures: Figure[] = []
  const instrument = await openInstrument({ samplingFrequencyHz: rateHz, channels: 1 })
  try {
    await instrument.handlers.run()
    const { hub } = instrument.parts
    for (const blockBytes of sizes) {
      await instrument.handlers.setBuffer({ blockBytes })
      await wait(settle.seconds + (settle.blocks * blockBytes) / (2 * rateHz))
      hub.account.latency.clear()
      await wait(options.seconds ?? defaultSeconds)
      const { p50, p99 } = hub.account.latency.percentiles()
      const name = `${formatBytes(blockBytes)} at 10 MS/s: `
      const common = { unit: 'ms', lessIsBetter: true } as const
      figures.push({ name: `${name}p50`, value: p50, ...common })
      const wanted = blockBytes === 16384 ? { wanted: { value: 1 } } : {}
      // The time memcpy would take over the block, against the time to the tap.
      const perMemcpy = blockBytes / (p99 / 1e3) / memcpy
      figures.push({ name: `${name}p99`, value: p99, ...common, perMemcpy, ...wanted })
    }
    figures.push({ name: 'lost', value: hub.lostSamples, unit: 'S', lessIsBetter: true, wanted: { value: 0 } })
  } finally {
    await instrument.close()
  }
  return { figures, notes: ['Delays are those of every block, from a histogram with 5 % wide buckets.'] }
}
