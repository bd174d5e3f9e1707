// The same on the clock: the emulated converter at a sample rate, and how long a sample waits until it is read.
import { At91Converter } from '#main/drivers/at91-adc/converter.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { monotonicMs, realRuntime } from '#main/runtime/clock.ts'
import { quantile } from './cost.ts'
import { bytesPerScan } from './silicon.ts'
import { startWay, type Way } from './ways.ts'

export interface Pace {
  readonly way: Way
  readonly rateHz: number
  readonly blockBytes: number
  /** Blocks the reader got per second. */
  readonly wakesPerSecond: number
  /** First sample of a block converted -> read, and last sample -> read. */
  readonly firstMs: { readonly p50: number }
  readonly lastMs: { readonly p50: number; readonly p99: number }
  /** Samples skipped by the converter, or refused for want of room: above 0 the way cannot hold the rate. */
  readonly lostScans: number
}

/** Whole blocks only, and at least three unless the way cannot follow. */
const runMs = 250
const mostMs = 1200
export const longestBlockSeconds = 0.3

/** When the last sample of each block was converted, monotonic ms, oldest first. */
class Marks {
  readonly #marks: number[] = []
  #scans = 0

  constructor(converter: At91Converter, way: Way, scansPerBlock: number) {
    if (way === 'interrupt') this.#watchInterrupts(converter, scansPerBlock)
    else this.#watchTransfers(converter)
  }

  next(): number {
    return this.#marks.shift() ?? Number.NaN
  }

  #watchInterrupts(converter: At91Converter, scansPerBlock: number): void {
    const handler = converter.onInterrupt
    converter.onInterrupt = () => {
      if (++this.#scans % scansPerBlock === 0) this.#marks.push(monotonicMs())
      handler?.()
    }
  }

  #watchTransfers({ dma }: At91Converter): void {
    const advance = dma.advance.bind(dma)
    dma.advance = (bytes, perScan, move) => {
      // The move of the last piece of a transfer is followed by its end at once.
      return advance(bytes, perScan, (address, length, from) => {
        const ends = length === dma.bytesToNextEvent
        move(address, length, from)
        if (ends) this.#marks.push(monotonicMs())
      })
    }
  }
}

export async function measurePace(way: Way, rateHz: number, blockBytes: number): Promise<Pace> {
  const heap = new CoherentHeap({ bytes: 32 << 20 })
  const converter = new At91Converter(realRuntime, heap)
  const scans = blockBytes / bytesPerScan
  const running = await startWay(way, { heap, converter, blockBytes, rateHz })
  const marks = new Marks(converter, way, scans)
  const delays: number[] = []
  const begin = monotonicMs()
  let now = begin
  do {
    await running.take()
    now = monotonicMs()
    delays.push(now - marks.next())
  } while (now - begin < runMs || (delays.length < 3 && now - begin < mostMs))
  const lostScans = running.lostScans() + converter.skippedScans
  await running.close()
  const sorted = delays.filter((delay) => !Number.isNaN(delay)).sort((a, b) => a - b)
  const last = { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) }
  return {
    way,
    rateHz,
    blockBytes,
    wakesPerSecond: (delays.length * 1e3) / (now - begin),
    firstMs: { p50: ((scans - 1) / rateHz) * 1e3 + last.p50 },
    lastMs: last,
    lostScans,
  }
}
