// The newest scans of the stream, as the device made them: a record of the screen is read from them.
import { type BlockRef, KeptBlocks, type StreamFormat, type Tap } from '#main/capture/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Clock } from '#main/runtime/clock.ts'

/** Scans one behind the other, with nothing missing between them. */
export interface Scans {
  readonly format: StreamFormat
  /** Index of the first since the enable. */
  readonly firstSample: number
  readonly count: number
  readonly bytes: Uint8Array
}

/** Why there are none: `gone`: some are no more, or not yet, in memory; `gap`: some were lost. */
export type Missing = 'gone' | 'gap'

export class NewestScans implements Tap {
  readonly name = 'scpi'
  readonly #heap: CoherentHeap
  readonly #clock: Clock
  readonly #kept: KeptBlocks
  #format: StreamFormat | null = null

  readonly #budgetOf: (format: StreamFormat) => number

  /** @param budgetOf bytes to hold of such a stream, at most */
  constructor(heap: CoherentHeap, clock: Clock, budgetOf: (format: StreamFormat) => number) {
    this.#heap = heap
    this.#clock = clock
    this.#budgetOf = budgetOf
    this.#kept = new KeptBlocks(0, () => undefined)
  }

  onFormat(format: StreamFormat): void {
    this.#kept.clear()
    this.#format = format
  }

  onBlocks(blocks: readonly BlockRef[]): void {
    const nowMs = this.#clock.nowMs()
    this.#kept.add(blocks, nowMs)
    // Memory from the beginning: nobody reads them on their way.
    this.#kept.noteRead(Number.POSITIVE_INFINITY, nowMs)
    if (this.#format !== null) this.#kept.budgetBytes = this.#budgetOf(this.#format)
    this.#kept.trim()
  }

  relieve(bytes: number): void {
    this.#kept.reclaim(bytes)
  }

  /** Gives everything back. */
  clear(): void {
    this.#kept.clear()
  }

  /** A copy of `count` scans of an epoch from `firstSample` on. */
  copy(epoch: number, firstSample: number, count: number): Scans | Missing {
    const format = this.#format
    if (format === null || format.epoch !== epoch) return 'gone'
    const { bytesPerScan } = format
    const bytes = new Uint8Array(count * bytesPerScan)
    let next = firstSample
    for (let position = this.#kept.begin; position < this.#kept.end && next < firstSample + count; position++) {
      const block = this.#kept.at(position)
      const end = block.firstSample + block.scans
      if (end <= next) continue
      if (block.firstSample > next) return position > this.#kept.begin || next > firstSample ? 'gap' : 'gone'
      const until = Math.min(end, firstSample + count)
      const from = block.address + (next - block.firstSample) * bytesPerScan
      bytes.set(this.#heap.u8(from, (until - next) * bytesPerScan), (next - firstSample) * bytesPerScan)
      next = until
    }
    return next === firstSample + count ? { format, firstSample, count, bytes } : 'gone'
  }
}
