// What a sample costs the CPU on each way. It does not depend on the sample rate: handlers run once per sample or once
// per block. So the converter is not paced here, and a block of 4 MiB need not take two seconds to fill.
import { CoherentHeap } from '#main/memory/index.ts'
import { monotonicMs, realRuntime } from '#main/runtime/clock.ts'
import { bytesPerScan, UnclockedConverter } from './silicon.ts'
import { type Running, startWay, type Way } from './ways.ts'

export interface Cost {
  readonly way: Way
  readonly blockBytes: number
  /** CPU time per sample, user and system, garbage collection included; the converter's own share is taken off. */
  readonly nanosecondsPerSample: number
  readonly interruptsPerSample: number
  readonly wakesPerSample: number
  /** Last sample of a block converted -> the reader has the block. */
  readonly deliveryMs: { readonly p50: number; readonly p99: number }
}

export const blockSizes = [64, 256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20] as const

/** Wall time of a measurement; the least of several counts, because others only ever add. */
const runMs = 120
const runs = 3
const deliveries = 300
const deliveriesWithinMs = 400

interface Bench {
  readonly converter: UnclockedConverter
  readonly running: Running
  readonly scans: number
}

async function drive({ converter, running, scans }: Bench, forMs: number): Promise<number> {
  const before = process.cpuUsage()
  const begin = performance.now()
  let blocks = 0
  do {
    const taken = running.take()
    converter.convert(scans)
    await taken
    blocks++
  } while (performance.now() - begin < forMs)
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1e3) / (blocks * scans)
}

/** Delays in ms, sorted. The reader is called within microtasks; nothing else runs in between. */
async function deliver({ converter, running, scans }: Bench): Promise<number[]> {
  const delays: number[] = []
  const begin = monotonicMs()
  while (delays.length < deliveries && (delays.length < 3 || monotonicMs() - begin < deliveriesWithinMs)) {
    const taken = running.take()
    if (scans > 1) converter.convert(scans - 1)
    const converted = monotonicMs()
    converter.convert(1)
    await taken
    delays.push(monotonicMs() - converted)
  }
  return delays.sort((a, b) => a - b)
}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? Number.NaN

/** CPU time of the converter itself per sample when it interrupts, ns: what the interrupt way is relieved of. */
export function measureSilicon(): number {
  const converter = new UnclockedConverter(realRuntime)
  let interrupts = 0
  converter.onInterrupt = () => {
    interrupts++
  }
  converter.start()
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage()
    converter.convert(5e6)
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, ((user + system) * 1e3) / 5e6)
  }
  if (interrupts !== runs * 5e6) throw new Error('the converter did not interrupt for each sample')
  return least
}

export async function measureCost(way: Way, blockBytes: number, siliconNanoseconds: number): Promise<Cost> {
  const converter = new UnclockedConverter(realRuntime)
  const heap = new CoherentHeap({ bytes: 64 << 20 })
  const running = await startWay(way, { heap, converter, blockBytes, rateHz: 1000 })
  const bench: Bench = { converter, running, scans: blockBytes / bytesPerScan }
  await drive(bench, runMs)
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) least = Math.min(least, await drive(bench, runMs))
  const delays = await deliver(bench)
  if (running.lostScans() > 0) throw new Error(`${running.lostScans()} samples found no room`)
  await running.close()
  const { scans } = bench
  return {
    way,
    blockBytes,
    nanosecondsPerSample: way === 'interrupt' ? Math.max(least - siliconNanoseconds, 0) : least,
    interruptsPerSample: way === 'interrupt' ? 1 : 1 / scans,
    wakesPerSample: 1 / scans,
    deliveryMs: { p50: quantile(delays, 0.5), p99: quantile(delays, 0.99) },
  }
}
