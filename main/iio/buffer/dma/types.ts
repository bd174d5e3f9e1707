// What the generic DMA queue needs from below: memory for blocks, and a binding that moves them.
import type { Runtime } from '#main/runtime/clock.ts'
import type { BufferPreset } from '../../buffer.ts'
import type { DmaBlock } from './block.ts'
import type { DmaBufferQueue } from './queue.ts'

/** Coherent memory. main/memory's CoherentHeap is one. */
export interface BlockMemory {
  /** Page-aligned address of `bytes` bytes. @throws ENOMEM. */
  alloc(bytes: number): number
  free(address: number): void
  u8(address: number, length: number): Uint8Array
}

/** What a binding does (iio_dma_buffer_ops). */
export interface DmaBufferOps {
  /**
   * Starts the transfer of `block`, and calls queue.blockDone(block) exactly once for it later, never from inside this
   * call. Throws an ErrnoError when the transfer cannot be started; the block was then not accepted.
   */
  submit(queue: DmaBufferQueue, block: DmaBlock): void
  /**
   * Stops the hardware and hands every block in flight back through queue.abortList(). Absent: blocks in flight
   * complete normally, later.
   */
  abort?(queue: DmaBufferQueue): void | Promise<void>
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

/** Page size of the simulated machine, bytes. */
export const pageBytes = 4096
