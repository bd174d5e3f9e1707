// File-IO mode: the queue owns exactly two blocks (one filling, one being read) and emulates a byte stream for read()
// and write(). Called with the queue's mutex held.
import { pageBytes } from '#main/memory/index.ts'
import { fail, say } from '#shared/errors.ts'
import { roundUp } from '#shared/iio/index.ts'
import type { BufferDirection } from '../../device/modes.ts'
import type { DmaBlock } from './block.ts'
import type { BlockList } from './block-list.ts'
import type { BlockMemory } from './block-memory.ts'
import type { BlockPool } from './block-pool.ts'
import type { BlockCircuit } from './circuit.ts'

/** What the byte stream needs of its queue. */
export interface FileIoQueue {
  readonly direction: BufferDirection
  readonly heap: BlockMemory
  readonly pool: BlockPool
  readonly circuit: BlockCircuit
  readonly incoming: BlockList
  readonly outgoing: BlockList
  /** Null: the hardware is gone. */
  readonly ops: object | null
  /** Datums. */
  readonly length: number
  readonly bytesPerDatum: number
  readonly isInBlockMode: boolean
  /** The stream is done with the block: on to hardware, or into the line before it. */
  recycle(block: DmaBlock): void
}

export class FileIo {
  readonly #queue: FileIoQueue
  readonly slots: [DmaBlock | null, DmaBlock | null] = [null, null]
  /** The block a reader is draining (or a writer filling), and how far it is. Shared by all readers of the buffer. */
  current: DmaBlock | null = null
  position = 0

  constructor(queue: FileIoQueue) {
    this.#queue = queue
  }

  /**
   * Makes two blocks of half the length ready for the next run. Memory of the same size class is reused, unread data
   * dropped; a block hardware never gave back is replaced. Each block is judged by itself, by the memory it has: an
   * update that failed half way may have left two of different sizes, or dead ones.
   * @throws ENOMEM; slots handled so far stay as they are. ENODEV the hardware is gone, and nobody would free them.
   */
  requestUpdate(): void {
    const queue = this.#queue
    if (queue.ops === null) fail('ENODEV', say`The hardware behind this buffer is gone.`)
    const size = Math.ceil((queue.bytesPerDatum * queue.length) / 2)
    this.current = null
    this.position = 0
    for (const block of this.slots) if (block !== null) this.#reset(block, size)
    for (const index of [0, 1] as const) {
      let block = this.slots[index]
      if (block?.state === 'DEAD') {
        this.slots[index] = null
        queue.pool.put(block)
        block = null
      }
      if (block === null) block = this.slots[index] = queue.pool.create(size, true)
      block.resize(size)
      this.#makeReady(block)
    }
  }

  /**
   * At enable: both blocks, even if blocks of the application came since {@link requestUpdate} (these were dropped then)
   * and are gone again. @throws ENOMEM.
   */
  makeSureOfBlocks(): void {
    if (this.#queue.bytesPerDatum > 0 && this.slots.includes(null)) this.requestUpdate()
  }

  /** Takes `block` off its list; DEAD when hardware has it or its memory does not fit the new size. */
  #reset(block: DmaBlock, size: number): void {
    const isIdle = block.state === 'QUEUED' || block.state === 'DONE' || block.state === 'DEQUEUED'
    if (isIdle && block.capacity === roundUp(size, pageBytes)) this.#queue.circuit.unqueue(block)
    else this.#queue.circuit.kill(block)
  }

  /** Input blocks wait to be filled; output blocks are offered to the writer first. */
  #makeReady(block: DmaBlock): void {
    const queue = this.#queue
    if (queue.direction === 'in') {
      block.moveTo('QUEUED')
      queue.incoming.append(block)
    } else {
      block.moveTo('DONE')
      block.bytesUsed = block.size
      queue.outgoing.append(block)
    }
  }

  /** Frees both blocks; one in hardware goes when it comes back. */
  drop(): void {
    this.current = null
    this.position = 0
    for (const index of [0, 1] as const) {
      const block = this.slots[index]
      if (block === null) continue
      this.slots[index] = null
      this.#queue.circuit.kill(block)
      this.#queue.pool.put(block)
    }
  }

  /**
   * Whole datums from the block that completed first, one block at most. The block is resubmitted by the call that
   * reads its last byte; an empty block is recycled by a call that returns 0.
   * @throws EINVAL n below one datum; EBUSY block mode; EFAULT bad destination, position unchanged.
   */
  read(n: number, destination: Uint8Array): number {
    const block = this.#takeCurrent(n)
    if (block === null) return 0
    const amount = this.#amount(n, block.bytesUsed)
    if (destination.byteLength < amount) fail('EFAULT', say`The destination has no room for ${amount} bytes.`)
    destination.set(this.#queue.heap.u8(block.address + this.position, amount))
    this.position += amount
    if (this.position === block.bytesUsed) this.#releaseCurrent(block)
    return amount
  }

  /**
   * Whole datums into the block that is free first; a full block is submitted at once.
   * @throws EINVAL n below one datum; EBUSY block mode; EFAULT source shorter than n.
   */
  write(n: number, source: Uint8Array): number {
    const block = this.#takeCurrent(n)
    if (block === null) return 0
    const amount = this.#amount(n, block.size)
    if (source.byteLength < amount) fail('EFAULT', say`The source does not have ${amount} bytes.`)
    this.#queue.heap.u8(block.address + this.position, amount).set(source.subarray(0, amount))
    this.position += amount
    if (this.position === block.size) {
      block.bytesUsed = block.size
      this.#releaseCurrent(block)
    }
    return amount
  }

  #takeCurrent(n: number): DmaBlock | null {
    const queue = this.#queue
    if (n < queue.bytesPerDatum) fail('EINVAL', say`${n} bytes do not hold a scan of ${queue.bytesPerDatum}.`)
    if (queue.isInBlockMode) fail('EBUSY', say`The application owns the blocks of this buffer; dequeue them instead.`)
    if (this.current === null) {
      this.current = queue.circuit.takeOutgoing()
      this.position = 0
    }
    return this.current
  }

  /** `n` in whole datums, limited to what is left of `limit`. */
  #amount(n: number, limit: number): number {
    const wholeDatums = n - (n % this.#queue.bytesPerDatum)
    return Math.min(wholeDatums, limit - this.position)
  }

  #releaseCurrent(block: DmaBlock): void {
    this.current = null
    this.position = 0
    this.#queue.recycle(block)
  }
}
