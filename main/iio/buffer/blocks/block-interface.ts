// The mmap block ABI as an open file uses it, whatever implements it.
import type { BlockAllocReply, BlockAllocRequest, BlockEnqueueRequest, BlockInfo } from '../../file/ioctl.ts'

export interface MapRequest {
  /** A block's offset, exactly. */
  readonly offset: number
  /** At most the block's size in whole pages. */
  readonly length: number
  readonly shared: boolean
  readonly read: boolean
  readonly write: boolean
}

/** A mapped block: the very memory hardware uses. It keeps the memory alive until unmapped. */
export interface BlockMapping {
  readonly bytes: Uint8Array
  unmap(): void
}

/** Numbered blocks that an application allocates, maps, enqueues and dequeues. */
export interface BlockInterface {
  /**
   * Allocates up to `count` blocks; how many there were memory and numbers for is in the answer. A size or count of 0
   * succeeds with none.
   * @throws EBUSY the buffer is enabled for read(); ENODEV hardware gone.
   */
  alloc(request: BlockAllocRequest): BlockAllocReply
  /** All blocks are dead; numbers and offsets begin anew. Memory that is mapped or in hardware survives until then. */
  free(): void
  /** @throws EINVAL unknown id. */
  query(id: number): BlockInfo
  /** @throws EINVAL unknown id, cyclic on input; EBUSY block ACTIVE or DEAD, nothing stored. */
  enqueue(request: BlockEnqueueRequest): BlockInfo
  /** The block that completed first, null when there is none. */
  dequeue(): BlockInfo | null
  /** @throws EINVAL private, wrong protection, offset or length. */
  map(request: MapRequest): BlockMapping
}
