// The blocks that go round between the reader and the hardware. A target says how many of which size should be with the
// queue. A new size needs no stop: blocks of the old size are freed as they come back, and blocks of the new size take
// their place in line, never more at a time than either size alone would need.
import { Fifo } from '#main/runtime/lists/fifo.ts'
import type { BufferPlan } from '#shared/buffer/plan.ts'
import { errnoOf } from '#shared/errors.ts'
import { HubBlock, type HubBlockHooks } from './hub-block.ts'
import type { BlockQueue, QueueBlock } from './queue.ts'

export type CirculationTarget = Pick<BufferPlan, 'blockBytes' | 'blockCount' | 'leastCount'>

export interface CirculationHooks {
  nowMs(): number
  /** No reader holds the block any more; memory may. `readMs`: when the last of them had read it. */
  onRead(block: HubBlock, readMs: number): void
  /** Every reference to the block was given back. */
  onReturned(block: HubBlock): void
  /** Memory is short: holders of history should give back about this many bytes. */
  relieve(bytes: number): void
  /** Whether memory for a block of that size is ready for use, so that writing to it is not slow. */
  hasRoom(bytes: number): boolean
  /** Runs `fn` soon, after other work had its turn. */
  later(fn: () => void): void
}

/** New blocks per turn of the event loop: their creation must not hold up an interrupt. */
const allocationsPerTurn = 128
/**
 * Idle blocks kept for the next shortage: so many bytes, or this part of the target where that is more; at least one
 * block. More are freed. Readers give small blocks back by the hundred, and a block that is freed and made anew costs more
 * than its whole round.
 */
const spareBytes = 4 << 20
const spareShare = 1 / 16

export class Circulation {
  readonly #queue: BlockQueue
  readonly #hooks: CirculationHooks
  /** With the queue, in the order they will be filled. */
  readonly #queued = new Fifo<HubBlock>()
  /** Free, of the target's size. */
  readonly #idle: HubBlock[] = []
  #blockBytes = 0
  #blockCount = 0
  #leastCount = 0
  #spareCount = 0
  #queuedBytes = 0
  #heldBytes = 0
  #heldCount = 0
  #readerCount = 0
  #fillingUp = false
  readonly #blockHooks: HubBlockHooks = {
    nowMs: () => this.#hooks.nowMs(),
    onRead: (block, readMs) => this.#onRead(block, readMs),
    onFree: (block) => this.#onFree(block),
  }
  #continuing = false
  #isOpen = false

  constructor(queue: BlockQueue, hooks: CirculationHooks) {
    this.#queue = queue
    this.#hooks = hooks
  }

  /** Blocks given to the queue and not taken back: to be filled, being filled, or filled. */
  get queuedCount(): number {
    return this.#queued.length
  }

  /** Blocks that a reader holds. */
  get readerCount(): number {
    return this.#readerCount
  }

  /** Blocks that only memory holds. */
  get keptCount(): number {
    return this.#heldCount - this.#readerCount
  }

  get heldBytes(): number {
    return this.#heldBytes
  }

  /** All memory of all blocks, bytes. */
  get totalBytes(): number {
    return this.#queuedBytes + this.#heldBytes + this.#idle.length * this.#blockBytes
  }

  get blockBytes(): number {
    return this.#blockBytes
  }

  /** Blocks with the queue, next to be filled first. */
  queued(): Iterable<HubBlock> {
    return this.#queued
  }

  /**
   * What should be with the queue from now on. Blocks of another size leave as they come back; more than `leastCount` are
   * taken only as memory becomes ready.
   */
  setTarget({ blockBytes, blockCount, leastCount }: CirculationTarget): void {
    if (blockBytes !== this.#blockBytes) for (const block of this.#idle.splice(0)) this.#free(block)
    this.#blockBytes = blockBytes
    this.#blockCount = blockCount
    this.#leastCount = Math.min(leastCount, blockCount)
    this.#spareCount = Math.max(Math.floor(spareBytes / blockBytes), Math.floor(blockCount * spareShare), 1)
  }

  /** Gives the queue all it should have before the first enable. @throws ENOMEM when not even two blocks can be had. */
  async open(): Promise<void> {
    this.#isOpen = true
    do {
      this.topUp()
      if (this.#continuing) await new Promise<void>((resolve) => this.#hooks.later(resolve))
    } while (this.#continuing)
    if (this.#queued.length >= Math.min(2, this.#blockCount)) return
    // Too little memory for a stream: the allocation that failed says why.
    try {
      this.#queue.freeBlock(this.#queue.allocBlock(this.#blockBytes))
    } finally {
      this.close()
    }
  }

  /** After disable: takes everything back; nothing is given to the queue until the next open. */
  close(): void {
    this.#isOpen = false
    for (const block of this.#queued.drain()) {
      this.#queuedBytes -= block.capacityBytes
      this.#free(block)
    }
    this.#trim()
  }

  /** The queue is read no more: what is idle goes now, and what taps still hold when it comes back. It must be closed. */
  leave(): void {
    this.setTarget({ blockBytes: 0, blockCount: 0, leastCount: 0 })
  }

  /** The next finished block, lent to the caller; null when there is none. */
  take(): HubBlock | null {
    const raw = this.#queue.dequeueBlock()
    if (raw === null) return null
    const block = this.#taken(raw)
    if (block === undefined) return null
    this.#queuedBytes -= raw.size
    this.#heldBytes += raw.size
    this.#heldCount++
    this.#readerCount++
    this.#queue.getBlock?.(raw)
    block.lend()
    return block
  }

  /** Gives the queue blocks until it has its target: free ones first, then new ones. */
  topUp(): void {
    if (this.#fillingUp || !this.#isOpen) return
    this.#fillingUp = true
    const nowMs = this.#hooks.nowMs()
    try {
      let fresh = 0
      while (this.#queuedLessThan(this.#blockCount)) {
        let block: HubBlock | null | undefined = this.#idle.pop()
        if (block === undefined) {
          if (fresh++ === allocationsPerTurn) {
            this.#continueLater()
            return
          }
          block = this.#allocate()
        }
        // No memory, or none that is ready: the next block that comes back goes on.
        if (block === null) return
        this.#enqueue(block, nowMs)
      }
      this.#trim()
    } finally {
      this.#fillingUp = false
    }
  }

  /** Gives the queue a block if it has none, whatever the target. False: there is no memory for one. */
  ensureQueued(): boolean {
    if (this.#queued.length > 0) return true
    const block = this.#idle.pop() ?? this.#allocate()
    if (block === null) return false
    this.#enqueue(block, this.#hooks.nowMs())
    return true
  }

  /**
   * While sizes mix, memory is what counts: as much behind the block being filled as the target's blocks but one. That
   * block may be done any moment, so it is not counted on, however large.
   */
  #queuedLessThan(count: number): boolean {
    const size = this.#queued.length
    if (this.#queuedBytes === size * this.#blockBytes) return size < count
    return this.#queuedBytes - (this.#queued.at(0)?.capacityBytes ?? 0) < (count - 1) * this.#blockBytes
  }

  /** Takes the block out of the line; nearly always it is the first. Undefined: it is not one of these. */
  #taken(raw: QueueBlock): HubBlock | undefined {
    const first = this.#queued.at(0)
    if (first?.block === raw) return this.#queued.shift()
    const block = this.#queued.find((one) => one.block === raw)
    if (block !== undefined) this.#queued.remove(block)
    return block
  }

  #continueLater(): void {
    if (this.#continuing) return
    this.#continuing = true
    this.#hooks.later(() => {
      this.#continuing = false
      this.topUp()
    })
  }

  #enqueue(block: HubBlock, nowMs: number): void {
    block.queuedMs = nowMs
    try {
      this.#queue.enqueueBlock(block.block)
    } catch (thrown) {
      this.#free(block)
      throw thrown
    }
    this.#queued.push(block)
    this.#queuedBytes += block.capacityBytes
  }

  /** A new block. When the heap is full or too fragmented, history is asked to give way, twice as much each time. */
  #allocate(): HubBlock | null {
    if (!this.#queuedLessThan(this.#leastCount) && !this.#hooks.hasRoom(this.#blockBytes)) return null
    for (let bytes = this.#blockBytes; ; bytes *= 2) {
      try {
        return new HubBlock(this.#queue.allocBlock(this.#blockBytes), this.#blockHooks)
      } catch (thrown) {
        if (errnoOf(thrown) !== 'ENOMEM') throw thrown
      }
      const before = this.#heldBytes
      this.#hooks.relieve(bytes)
      const returned = this.#idle.pop()
      if (returned !== undefined) return returned
      if (this.#heldBytes === before) return null
    }
  }

  #onRead(block: HubBlock, readMs: number): void {
    this.#readerCount--
    this.#hooks.onRead(block, readMs)
  }

  #onFree(block: HubBlock): void {
    this.#heldBytes -= block.capacityBytes
    this.#heldCount--
    this.#hooks.onReturned(block)
    this.#queue.putBlock?.(block.block)
    if (block.capacityBytes === this.#blockBytes) this.#idle.push(block)
    else this.#free(block)
    this.topUp()
  }

  #trim(): void {
    const spare = this.#isOpen ? this.#spareCount : this.#blockCount
    while (this.#idle.length > spare) this.#free(this.#idle.pop()!)
  }

  #free(block: HubBlock): void {
    this.#queue.freeBlock(block.block)
  }
}
