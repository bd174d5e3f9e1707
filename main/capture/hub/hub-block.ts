// A block as the hub hands it out: the description of its present content, and the count of those who read it.
import { fail } from '#shared/errors.ts'
import type { BlockRef } from '../tap.ts'
import type { QueueBlock } from './queue.ts'

export class HubBlock implements BlockRef {
  readonly block: QueueBlock
  readonly #onFree: (block: HubBlock) => void
  #references = 0

  // The content, constant from `lend` until the last release.
  sequence = 0
  epoch = 0
  bytes = 0
  scans = 0
  firstSample = 0
  lostBefore = 0
  lastSampleMs = 0
  slippedMs = 0

  /** Monotonic ms when it was last given to the queue. Owned by the circulation. */
  queuedMs = 0
  /** Its row in the life ring. Owned by the hub. */
  lifeTicket = -1

  constructor(block: QueueBlock, onFree: (block: HubBlock) => void) {
    this.block = block
    this.#onFree = onFree
  }

  get address(): number {
    return this.block.address
  }

  get capacityBytes(): number {
    return this.block.size
  }

  get doneMs(): number {
    return this.block.doneMs
  }

  /**
   * When its last sample was there, as the hardware says: the interrupt that told of it may have told of others too, and
   * came later. Where no hardware says, when it was declared done. Holds once it is done.
   */
  get filledMs(): number {
    const { doneMs, metadata } = this.block
    return metadata.lastSampleMs > 0 ? Math.min(metadata.lastSampleMs, doneMs) : doneMs
  }

  get isHeld(): boolean {
    return this.#references > 0
  }

  /** The reader took it from the queue: one reference, the hub's own. */
  lend(): void {
    this.#references = 1
  }

  retain(): void {
    if (this.#references === 0) fail('EINVAL', 'a block that nobody holds cannot be retained')
    this.#references++
  }

  release(): void {
    if (this.#references === 0) fail('EINVAL', 'a block was released more often than retained')
    if (--this.#references === 0) this.#onFree(this)
  }
}
