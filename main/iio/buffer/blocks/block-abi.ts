// The mmap block ABI on a DMA queue: numbered blocks an application allocates, maps, enqueues and dequeues. It has the
// limits of the kernel interface; the queue below has none.
import { pageBytes } from '#main/memory/index.ts'
import { fail, say } from '#shared/errors.ts'
import { roundUp } from '#shared/iio/index.ts'
import {
  type BlockAllocReply,
  type BlockAllocRequest,
  type BlockEnqueueRequest,
  type BlockInfo,
  blockFlag,
} from '../../file/ioctl.ts'
import type { DmaBlock } from '../dma/block.ts'
import type { BlockQueue } from '../dma/types.ts'
import type { BlockInterface, BlockMapping, MapRequest } from './block-interface.ts'

/** Blocks a buffer may have through this ABI. */
export const maxBlocks = 64
/** Default of the largest block in bytes (a module parameter in the kernel). */
export const defaultMaxBlockBytes = 16 * 1024 * 1024

export class BlockAbi implements BlockInterface {
  /** Largest block in bytes. */
  maxBlockBytes = defaultMaxBlockBytes
  readonly #queue: BlockQueue
  #blocks: DmaBlock[] = []
  #offsets: number[] = []
  #nextOffset = 0

  constructor(queue: BlockQueue) {
    this.#queue = queue
  }

  get count(): number {
    return this.#blocks.length
  }

  alloc({ size, count }: BlockAllocRequest): BlockAllocReply {
    this.#queue.leaveFileIo()
    const id = this.#blocks.length
    const bytes = Math.min(size, this.maxBlockBytes)
    const room = bytes > 0 ? Math.min(count, maxBlocks - id) : 0
    for (let i = 0; i < room; i++) {
      const block = this.#tryAlloc(bytes)
      if (block === null) break
      this.#blocks.push(block)
      this.#offsets.push(this.#nextOffset)
      this.#nextOffset += block.capacity
    }
    return { id, count: this.#blocks.length - id, size: bytes }
  }

  #tryAlloc(bytes: number): DmaBlock | null {
    try {
      return this.#queue.allocBlock(bytes)
    } catch (thrown) {
      if (thrown instanceof Error && 'errno' in thrown && thrown.errno === 'ENOMEM') return null
      throw thrown
    }
  }

  free(): void {
    const blocks = this.#blocks
    this.#blocks = []
    this.#offsets = []
    this.#nextOffset = 0
    for (const block of blocks) this.#queue.freeBlock(block)
  }

  query(id: number): BlockInfo {
    return this.#describe(this.#block(id))
  }

  enqueue({ id, bytesUsed = 0, flags = 0 }: BlockEnqueueRequest): BlockInfo {
    const block = this.#block(id)
    const cyclic = (flags & blockFlag.cyclic) !== 0
    this.#queue.enqueueBlock(block, { bytesUsed: Math.min(bytesUsed, block.size), cyclic })
    return this.#describe(block)
  }

  dequeue(): BlockInfo | null {
    const block = this.#queue.dequeueBlock()
    return block === null ? null : this.#describe(block)
  }

  map({ offset, length, shared, read, write }: MapRequest): BlockMapping {
    if (!shared) fail('EINVAL', say`Block memory can only be mapped shared.`)
    if (this.#queue.direction === 'in' ? !read : !write)
      fail(
        'EINVAL',
        this.#queue.direction === 'in'
          ? say`Mapping an input block needs read access.`
          : say`Mapping an output block needs write access.`,
      )
    const block = this.#blocks[this.#offsets.indexOf(offset)] ?? fail('EINVAL', say`No block has the offset ${offset}.`)
    if (!(length > 0) || length > roundUp(block.size, pageBytes))
      fail('EINVAL', say`${length} bytes is no length to map a block of ${block.size} with.`)
    this.#queue.getBlock(block)
    let isMapped = true
    return {
      bytes: this.#queue.heap.u8(block.address, length),
      unmap: () => {
        if (isMapped) this.#queue.putBlock(block)
        isMapped = false
      },
    }
  }

  #block(id: number): DmaBlock {
    return this.#blocks[id] ?? fail('EINVAL', say`There is no block ${id}.`)
  }

  #describe(block: DmaBlock): BlockInfo {
    const id = this.#blocks.indexOf(block)
    return {
      id,
      size: block.size,
      bytesUsed: block.bytesUsed,
      type: 0,
      flags: block.cyclic ? blockFlag.cyclic : 0,
      offset: this.#offsets[id] ?? 0,
      timestamp: 0n,
    }
  }
}
