// bench overhead: the older converter with an interrupt per sample, and by DMA, over block sizes and sample rates.
import { writeFileSync } from 'node:fs'
import { formatBytes } from '#shared/units.ts'
import type { BenchContext, BenchReport } from '../benchmark.ts'
import type { Figure } from '../figure.ts'
import { blockSizes, type Cost, measureCost, measureSilicon } from './cost.ts'
import { drawCosts } from './draw.ts'
import { longestBlockSeconds, measurePace, type Pace } from './pace.ts'
import { bytesPerScan } from './silicon.ts'
import { costTable, paceTable } from './tables.ts'
import { wayNames, ways } from './ways.ts'

const rates = [1e3, 10e3, 100e3, 1e6] as const
/** The letter compares an interrupt per sample with blocks of this size. */
const letterBytes = 1 << 20

const notes = [
  'CPU time is that of the process, user and system, garbage collection included.',
  'What silicon does costs no CPU time on a real machine and is not counted: converting, and writing a block by DMA.',
  'read() copies blocks nobody wrote, so from the cache where they fit: a real one costs up to what memcpy does.',
  'Cost per sample does not depend on the rate, so it was taken with a converter that runs as fast as its handlers.',
  'The latencies are those of the paced converter; its clock ticks in ms, so samples come in bursts above 1 kS/s.',
]

async function measureCosts(): Promise<Cost[]> {
  const silicon = measureSilicon()
  const costs: Cost[] = []
  for (const way of ways) for (const blockBytes of blockSizes) costs.push(await measureCost(way, blockBytes, silicon))
  return costs
}

async function measurePaces(): Promise<Pace[]> {
  const paces: Pace[] = []
  for (const rateHz of rates)
    for (const blockBytes of blockSizes) {
      if (blockBytes / bytesPerScan / rateHz > longestBlockSeconds) continue
      for (const way of ['interrupt', 'blocks'] as const) paces.push(await measurePace(way, rateHz, blockBytes))
    }
  return paces
}

function figuresOf(costs: readonly Cost[], memcpy: number): Figure[] {
  const figures: Figure[] = []
  const costOf = (way: Cost['way'], blockBytes: number): number =>
    costs.find((cost) => cost.way === way && cost.blockBytes === blockBytes)?.nanosecondsPerSample ?? Number.NaN
  for (const way of ways)
    figures.push({
      name: `${wayNames[way]}, ${formatBytes(letterBytes)}`,
      value: costOf(way, letterBytes),
      unit: 'ns/sample',
      lessIsBetter: true,
      // Without a copy there is nothing to compare with one.
      ...(way === 'blocks' ? {} : { perMemcpy: (bytesPerScan * 1e9) / costOf(way, letterBytes) / memcpy }),
    })
  const interrupt = costOf('interrupt', letterBytes)
  figures.push(
    {
      name: `interrupt per sample over ${formatBytes(letterBytes)} blocks`,
      value: Math.log10(interrupt / costOf('blocks', letterBytes)),
      unit: 'decades',
      wanted: { value: 4 },
    },
    {
      name: `the same where read() copies`,
      value: Math.log10(interrupt / costOf('read', letterBytes)),
      unit: 'decades',
    },
  )
  return figures
}

export async function benchOverhead({ memcpy, options }: BenchContext): Promise<BenchReport> {
  const costs = await measureCosts()
  const paces = await measurePaces()
  if (options.plot !== null) writeFileSync(options.plot, drawCosts(costs))
  return { figures: figuresOf(costs, memcpy), tables: [costTable(costs), paceTable(paces, costs)], notes }
}
