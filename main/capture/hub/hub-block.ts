// A block as the hub hands it out: the description of its present content, and the count of those who read it.
import { fail, say } from '#shared/errors.ts'
import type { BlockRef } from '../tap.ts'
import type { QueueBlock } from './queue.ts'

export interface HubBlockHooks {
  nowMs(): number
  /** No reader holds it any more; memory may. `readMs`: when the last of them had read it, monotonic ms. */
  onRead(block: HubBlock, readMs: number): void
  /** Nobody holds it any more. */
  onFree(block: HubBlock): void
}

export class HubBlock implements BlockRef {
  readonly block: QueueBlock
  readonly #hooks: HubBlockHooks
  #readers = 0
  #keepers = 0
  /** When the reader that was the last to let go had read it, monotonic ms. */
  #readMs = 0

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
  /** Its row in the life ring; -1: it has none, as an empty block. Owned by the hub. */
  lifeTicket = -1

  constructor(block: QueueBlock, hooks: HubBlockHooks) {
    this.block = block
    this.#hooks = hooks
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
    return this.#readers + this.#keepers > 0
  }

  /** The reader took it from the queue: one reference, the hub's own. */
  lend(): void {
    this.#readers = 1
    this.#readMs = 0
    this.lifeTicket = -1
  }

  retain(): void {
    if (this.#readers === 0) fail('EINVAL', say`A block that nobody reads cannot be retained.`)
    this.#readers++
  }

  release(): void {
    if (this.#readers === 0) fail('EINVAL', say`A block was released more often than retained.`)
    this.#letGo(this.#hooks.nowMs())
    if (!this.isHeld) this.#hooks.onFree(this)
  }

  keep(sinceMs: number): void {
    if (this.#readers === 0) fail('EINVAL', say`A block that nobody reads cannot be kept.`)
    this.#keepers++
    this.#letGo(sinceMs)
  }

  forget(): void {
    if (this.#keepers === 0) fail('EINVAL', say`A block was forgotten more often than kept.`)
    this.#keepers--
    if (!this.isHeld) this.#hooks.onFree(this)
  }

  hold(): void {
    if (!this.isHeld) fail('EINVAL', say`A block that nobody holds cannot be held.`)
    this.#keepers++
  }

  #letGo(readMs: number): void {
    this.#readMs = Math.max(this.#readMs, readMs)
    if (--this.#readers === 0) this.#hooks.onRead(this, this.#readMs)
  }
}
