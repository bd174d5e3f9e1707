// Block mode: the blocks an application owns, and what it may do with them.
import type { WaitQueue } from '#main/runtime/wait-queue.ts'
import { fail, say, word } from '#shared/errors.ts'
import type { BufferDirection } from '../../device/modes.ts'
import type { BlockOwner, DmaBlock } from './block.ts'
import type { SharedMemory } from './block-memory.ts'
import type { BlockPool } from './block-pool.ts'
import type { BlockCircuit } from './circuit.ts'
import { checkEnqueue, type EnqueueOptions, roundDown } from './enqueue-options.ts'

/** What block mode needs of its queue. */
export interface ApplicationQueue extends BlockOwner {
  readonly direction: BufferDirection
  readonly waitQueue: WaitQueue
  readonly pool: BlockPool
  readonly circuit: BlockCircuit
  /** A transfer is a multiple of so many bytes. */
  readonly lengthAlignBytes: number
  /** Frees what file-IO mode left behind. @throws EBUSY enabled in file-IO mode; ENODEV the hardware is gone. */
  leaveFileIo(): void
}

export class ApplicationBlocks {
  readonly #queue: ApplicationQueue
  readonly #blocks = new Set<DmaBlock>()

  constructor(queue: ApplicationQueue) {
    this.#queue = queue
  }

  /** Allocated and not freed. */
  get all(): ReadonlySet<DmaBlock> {
    return this.#blocks
  }

  /**
   * A new block of `size` bytes, DEQUEUED: the application's. Leftover file-IO blocks are freed first. No limits here;
   * the block ABI of a buffer file has its own.
   * @throws EINVAL size not a positive integer; EBUSY the queue is enabled in file-IO mode; ENODEV the hardware is
   *   gone; ENOMEM.
   */
  alloc(size: number): DmaBlock {
    if (!Number.isSafeInteger(size) || size <= 0) fail('EINVAL', say`${size} is no size for a block.`)
    this.#queue.leaveFileIo()
    return this.#own(this.#queue.pool.create(size, false))
  }

  /** A block over memory someone else allocated. @throws EBUSY, ENODEV as {@link alloc}. */
  adopt(memory: SharedMemory): DmaBlock {
    this.#queue.leaveFileIo()
    return this.#own(this.#queue.pool.adopt(memory))
  }

  #own(block: DmaBlock): DmaBlock {
    this.#blocks.add(block)
    // Whoever sleeps in read() or write() learns that there is no byte stream any more.
    if (this.#blocks.size === 1) this.#queue.waitQueue.wake()
    return block
  }

  /**
   * The application gives `block` back for good. In whatever state it is, it is DEAD now; memory that hardware still
   * has survives until hardware gives it back. Freeing twice is harmless: false the second time.
   * @throws EINVAL a block of another queue.
   */
  free(block: DmaBlock): boolean {
    this.#checkOwn(block)
    if (!this.#blocks.delete(block)) return false
    this.#queue.circuit.kill(block)
    this.#queue.pool.put(block)
    return true
  }

  /**
   * Hands `block` to the queue: to hardware at once while enabled, else it waits for the next enable. A DONE block that
   * was never dequeued is taken back; a QUEUED one keeps its place in line. Synchronous in every case: while an abort is
   * under way the queue is inactive already, so the block simply waits. What an output block holds is rounded down to
   * the alignment of the hardware.
   * @throws EBUSY block ACTIVE, DEAD, read by a sink, or one of file-IO mode; EINVAL a block of another queue, cyclic
   *   on input, bytesUsed beyond the size, or less than one unit of the alignment. Nothing is stored then.
   */
  enqueue(block: DmaBlock, options: EnqueueOptions): void {
    this.#checkOwn(block)
    checkEnqueue(this.#queue.direction, block, options)
    if (block.state === 'ACTIVE' || block.state === 'DEAD')
      fail('EBUSY', say`Block ${block.id} is ${word(block.state)} and cannot be enqueued.`)
    if (block.isFileIo) fail('EBUSY', say`Block ${block.id} belongs to read() and write().`)
    if (block.sinks > 0) fail('EBUSY', say`Block ${block.id} is still being read by a sink.`)
    if (this.#queue.direction === 'out') {
      const bytes = roundDown(options.bytesUsed || block.size, this.#queue.lengthAlignBytes)
      if (bytes === 0)
        fail(
          'EINVAL',
          say`A transfer is a multiple of ${this.#queue.lengthAlignBytes} bytes, and this one would be shorter.`,
        )
      block.bytesUsed = bytes
      block.cyclic = options.cyclic ?? false
    }
    if (block.state === 'QUEUED') return
    this.#queue.circuit.unqueue(block)
    this.#queue.circuit.enqueue(block)
  }

  #checkOwn(block: DmaBlock): void {
    if (block.queue !== this.#queue) fail('EINVAL', say`Block ${block.id} belongs to another buffer.`)
  }
}
