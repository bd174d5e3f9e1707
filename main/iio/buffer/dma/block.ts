// A block: one contiguous piece of coherent memory plus bookkeeping; the unit exchanged between application and
// hardware. Each field says who may touch it.

import type { DmaResult, TransferMetadata } from '#main/dmaengine/index.ts'
import type { ErrnoError } from '#shared/errors.ts'
import type { BlockList } from './block-list.ts'

/**
 * | state    | owner                                     | on list                     |
 * |----------|-------------------------------------------|-----------------------------|
 * | DEQUEUED | the application (or the file-IO reader)   | none                        |
 * | QUEUED   | the queue                                 | incoming                    |
 * | ACTIVE   | hardware, through the binding             | the binding's in-flight one |
 * | DONE     | the queue                                 | outgoing                    |
 * | DEAD     | whoever held it; freed at the last put    | none, or still in-flight    |
 */
export type BlockState = 'DEQUEUED' | 'QUEUED' | 'ACTIVE' | 'DONE' | 'DEAD'

export class DmaBlock {
  /** Unique within the queue, counting from 0. */
  readonly id: number
  /** Address in the coherent heap, page aligned. */
  readonly address: number
  /** Bytes the memory really has: size rounded up to whole pages. */
  readonly capacity: number
  /** Bytes of a transfer. Constant while hardware owns the block; request_update may change it within the capacity. */
  size: number
  /** Bytes of data. The owner's. */
  bytesUsed = 0
  /** Output only: repeat without gap until the buffer is disabled. The owner's. */
  cyclic = false
  /** The queue's alone. */
  state: BlockState = 'DEQUEUED'
  /** Where in the stream the data is; zeros when the controller does not say. Written at completion. */
  readonly metadata: TransferMetadata = { firstSample: 0, lostBefore: 0, lastSampleMs: 0, writtenMs: 0 }
  /** Clock ms at which the block was handed to hardware, and at which it came back. */
  submittedMs = 0
  doneMs = 0
  /** Grows by one with each hand-over to hardware. */
  submissions = 0

  /** The list it is on; BlockList's alone. */
  list: BlockList | null = null
  next: DmaBlock | null = null
  previous: DmaBlock | null = null
  /** The queue's alone: one for whoever allocated it, one while hardware has it, one per mapping or sink. */
  references = 1
  /** The binding's alone: its completion callback for this block, made once. */
  completion: ((result: DmaResult) => void) | null = null
  /**
   * Called once when the block comes back, in place of going to outgoing (DMABUF fences): null for success, EINTR for an
   * abort, or why it could not be submitted. The enqueuer's.
   */
  onReturned: ((block: DmaBlock, error: ErrnoError | null) => void) | null = null
  /** Gives the memory back at the last put. The queue's alone. */
  readonly freeMemory: () => void

  constructor(id: number, address: number, capacity: number, size: number, freeMemory: () => void) {
    this.freeMemory = freeMemory
    this.id = id
    this.address = address
    this.capacity = capacity
    this.size = size
  }
}
