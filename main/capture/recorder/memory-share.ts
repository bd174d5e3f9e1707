// What one recording may hold of the memory. A disk that is too slow takes that much and no more: blocks that come while it is
// full are left out, until half of it is written, so that there are few gaps instead of many.
import type { BlockRef } from '../tap.ts'

export class MemoryShare {
  readonly #mostBytes: () => number
  #isFull = false
  /** Behind the last sample that was left out and is in no gap yet; null: there is none. */
  #leftOutTo: number | null = null

  /** @param mostBytes that may wait to be written */
  constructor(mostBytes: () => number = () => Number.POSITIVE_INFINITY) {
    this.#mostBytes = mostBytes
  }

  /**
   * Whether this block is to be left out. The next one that is not begins behind a gap.
   * @param scans of the block, those that would be taken @param waitingBytes taken, and not written yet
   */
  leavesOut(block: BlockRef, scans: number, waitingBytes: number): boolean {
    const mostBytes = this.#mostBytes()
    this.#isFull = waitingBytes > 0 && waitingBytes + block.bytes > (this.#isFull ? mostBytes / 2 : mostBytes)
    this.#leftOutTo = this.#isFull ? block.firstSample + scans : null
    return this.#isFull
  }

  /** No block follows that tells of it: scans that were left out from sample `next` on. Once. */
  takeMissing(next: number | null): number {
    const to = this.#leftOutTo
    this.#leftOutTo = null
    return to === null || next === null ? 0 : Math.max(0, to - next)
  }
}
