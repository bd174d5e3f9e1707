// What the hub needs of the layer below: the block mode of the DMA buffer queue, or a FIFO that looks like it, and the device's enable transaction.
// Said here as interfaces, so that tests can put a queue of their own under the hub.
import type { TransferMetadata } from '#main/dmaengine/index.ts'
import type { BlockSettings } from '#main/iio/index.ts'
import type { WaitQueue } from '#main/runtime/wait-queue.ts'
import type { StreamRate } from '#shared/buffer/limits.ts'
import type { StreamChannel, StreamTimestamp } from '../tap.ts'

/** A block as the queue knows it. `bytesUsed`, `metadata` and `doneMs` hold once it was dequeued. */
export interface QueueBlock {
  readonly address: number
  readonly size: number
  readonly bytesUsed: number
  readonly metadata: TransferMetadata
  /** Monotonic ms when the block was handed to the hardware, and when it was declared done. */
  readonly submittedMs: number
  readonly doneMs: number
}

export interface BlockQueue<B extends QueueBlock = QueueBlock> {
  /** @throws ENOMEM; EBUSY while the queue is used as a byte stream. */
  allocBlock(size: number): B
  freeBlock(block: B): void
  enqueueBlock(block: B): void
  dequeueBlock(): B | null
  /**
   * After disable, when no block is left to be dequeued: gives up what was sampled behind the last block and is in none.
   * Returns how many scans that are. Absent: every scan is in a block, or counted by a later one.
   */
  dropRest?(): number
  /** Memory survives the queue while it has users. Absent: it survives until freeBlock in any case. */
  getBlock?(block: B): B
  putBlock?(block: B): void
  /** Scans in finished blocks that nobody has dequeued. */
  readonly outgoingScans: number
  readonly outgoingCount: number
  /** Finished scans that wake the reader. Set by the hub, from its plan. */
  threshold: number
  /** Who answers for the length and the watermark of the buffer: the hub. */
  reader: BlockSettings | null
  readonly waitQueue: WaitQueue
  /** It is a software FIFO behind blocks. Absent: it is a DMA buffer in block mode. */
  readonly isFifo?: true
  readonly lengthAlignBytes: number
  readonly maxBlockBytes: number
}

/** Where blocks come from: a device with a DMA buffer. */
export interface CaptureSource {
  readonly queue: BlockQueue
  /** The form of the scans the next enable will capture. @throws EINVAL no channel is enabled. */
  readFormat(): Promise<SourceFormat>
  /** Rate and size of these scans; without a channel a byte each. */
  readRate(): Promise<StreamRate>
  /** `buffer0/enable` = 1 and 0. After disable every block is back, empty or filled. */
  enable(): Promise<void>
  /** What was sampled until then is in blocks that are done. */
  disable(): Promise<void>
  /** Ends the block that is being filled, short: what was sampled until now is in blocks that are done. Nothing is lost. */
  flush(): Promise<void>
  /** By so much the clock of the samples has fallen behind since the enable, ms: the machine is too slow for the rate. */
  readonly slippedMs: number
}

export interface SourceFormat extends StreamRate {
  readonly channels: readonly StreamChannel[]
  /** Absent: the scans have no time stamp. */
  readonly timestamp?: StreamTimestamp
  /** See the stream's format. */
  readonly gapsByClock?: true
}
