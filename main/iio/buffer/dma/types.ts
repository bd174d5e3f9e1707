// What the generic DMA queue has to do with: a binding below that moves its blocks, and the two interfaces above by which
// an application uses them (numbered blocks and shared buffers). Each sees the part of the queue that is its own matter.
import type { Runtime } from '#main/runtime/clock.ts'
import type { BufferPreset } from '../../buffer.ts'
import type { BufferDirection } from '../../device/modes.ts'
import type { DmaBlock } from './block.ts'
import type { BlockList } from './block-list.ts'
import type { BlockMemory, SharedMemory } from './block-memory.ts'
import type { EnqueueOptions } from './enqueue-options.ts'

/** The queue as a binding sees it: where blocks go back to. */
export interface BlockReturns {
  /** `block` is through, with bytesUsed set. Exactly once per accepted submit, in any context. */
  blockDone(block: DmaBlock): void
  /** Every block of the list comes back with no data. */
  abortList(inFlight: BlockList): void
}

/** The queue as the interfaces of an application see it; the queue says what each call does and throws. */
export interface BlockQueue {
  readonly runtime: Runtime
  readonly heap: BlockMemory
  readonly direction: BufferDirection
  leaveFileIo(): void
  allocBlock(size: number): DmaBlock
  adoptBlock(memory: SharedMemory): DmaBlock
  freeBlock(block: DmaBlock): void
  enqueueBlock(block: DmaBlock, options?: EnqueueOptions): void
  dequeueBlock(): DmaBlock | null
  getBlock(block: DmaBlock): DmaBlock
  putBlock(block: DmaBlock): void
}

/** What a binding does (iio_dma_buffer_ops). */
export interface DmaBufferOps {
  /**
   * Starts the transfer of `block`, and calls queue.blockDone(block) exactly once for it later, never from inside this
   * call. Throws an ErrnoError when the transfer cannot be started; the block was then not accepted.
   */
  submit(queue: BlockReturns, block: DmaBlock): void
  /**
   * Stops the hardware and hands every block in flight back through queue.abortList(). Absent: blocks in flight
   * complete normally, later.
   */
  abort?(queue: BlockReturns): void | Promise<void>
}

/** Counts outside the emulated ABI, for people and tests. */
export interface QueueDiagnostics {
  /** Blocks whose memory is not freed yet, and the bytes of that memory. */
  readonly liveBlocks: number
  readonly allocatedBytes: number
  /** Submissions the binding refused; the block then waits for the next request_update. */
  readonly submitFailures: number
  /** Transfers that ended with a result other than NOERROR. */
  readonly failedTransfers: number
  /** Hand-overs to the binding, and hand-backs from it (done and aborted). */
  readonly submitted: number
  readonly completed: number
  readonly aborted: number
}

export interface DmaBufferQueueOptions extends BufferPreset {
  readonly runtime: Runtime
  readonly heap: BlockMemory
  readonly ops: DmaBufferOps
}
