// The memory of a queue's blocks and the references to it: a block's memory lives until the last of its users has let go.
import { pageBytes } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { roundUp } from '#shared/iio/index.ts'
import { type BlockOwner, DmaBlock } from './block.ts'
import type { BlockMemory, SharedMemory } from './block-memory.ts'

export class BlockPool {
  readonly #queue: BlockOwner
  readonly #heap: BlockMemory
  readonly #runtime: Runtime
  #nextId = 0
  #liveBlocks = 0
  #allocatedBytes = 0

  constructor(queue: BlockOwner, heap: BlockMemory, runtime: Runtime) {
    this.#queue = queue
    this.#heap = heap
    this.#runtime = runtime
  }

  /** Blocks whose memory is not freed yet. */
  get liveBlocks(): number {
    return this.#liveBlocks
  }

  /** Bytes of the memory that this pool allocated. */
  get allocatedBytes(): number {
    return this.#allocatedBytes
  }

  /** A DEQUEUED block of `size` bytes, whole pages behind it, with one reference. @throws ENOMEM. */
  create(size: number, isFileIo: boolean): DmaBlock {
    const capacity = roundUp(size, pageBytes)
    const address = this.#heap.alloc(capacity)
    this.#allocatedBytes += capacity
    return this.#add(address, capacity, size, isFileIo, () => {
      this.#heap.free(address)
      this.#allocatedBytes -= capacity
    })
  }

  /** A DEQUEUED block over memory of someone else, with one reference. */
  adopt(memory: SharedMemory): DmaBlock {
    memory.get()
    return this.#add(memory.address, memory.size, memory.size, false, () => memory.put())
  }

  /** One more user of the memory: hardware, a mapping, a sink. */
  get(block: DmaBlock): DmaBlock {
    this.#check(block)
    block.references++
    return block
  }

  /**
   * Drops a reference; the last one frees the memory: at once, or (`deferred`: completion context) from a worker.
   * @throws Error, and the reference stays, while someone may still use the memory: a fault of this program.
   */
  put(block: DmaBlock, deferred = false): void {
    this.#check(block)
    if (block.references === 1) block.checkFreeable()
    block.references--
    if (block.references > 0) return
    const free = (): void => {
      block.free()
      this.#liveBlocks--
      this.#queue.put()
    }
    if (deferred) this.#runtime.deferred.work(free)
    else free()
  }

  #add(address: number, capacity: number, size: number, isFileIo: boolean, freeMemory: () => void): DmaBlock {
    const queue = this.#queue
    const block = new DmaBlock({ queue, id: this.#nextId, address, capacity, size, isFileIo, freeMemory })
    this.#nextId++
    this.#liveBlocks++
    queue.get()
    return block
  }

  #check(block: DmaBlock): void {
    if (block.queue !== this.#queue) throw new Error(`block ${block.id} belongs to another queue`)
    if (block.references === 0) throw new Error(`block ${block.id} is freed already`)
  }
}
