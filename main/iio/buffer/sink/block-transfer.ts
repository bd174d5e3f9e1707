// Moving blocks to files and sockets without passing through user code: each sink holds a reference on the block while it
// writes straight from block memory; the last one to let go sends the block back to hardware.
import { asErrnoError, type ErrnoError, fail, say } from '#shared/errors.ts'
import type { DmaBlock } from '../dma/block.ts'
import type { DmaBufferQueue } from '../dma/queue.ts'

/** Takes whole blocks, in order, one at a time. */
export interface BlockSink {
  /** Resolves when `bytes` (block memory, bytesUsed long) may be reused. */
  write(bytes: Uint8Array): Promise<void>
}

export interface BlockTransferOptions {
  /** A sink failed to take a block. It gets the following ones all the same; stop the transfer to end it. */
  onError(error: ErrnoError, sink: BlockSink): void
}

export class BlockTransfer {
  /** Blocks and bytes handed to the sinks so far. */
  blocks = 0
  bytes = 0
  readonly #queue: DmaBufferQueue
  readonly #sinks: readonly BlockSink[]
  readonly #options: BlockTransferOptions
  readonly #tails = new Map<BlockSink, Promise<void>>()
  #stop: AbortController | null = null

  constructor(queue: DmaBufferQueue, sinks: readonly BlockSink[], options: BlockTransferOptions) {
    this.#queue = queue
    this.#sinks = sinks
    this.#options = options
  }

  /**
   * Moves blocks as they complete. The application has allocated and enqueued them.
   * @throws EINVAL no sink, or the queue owns no block of the application; EBUSY running already.
   */
  start(): void {
    if (this.#sinks.length === 0) fail('EINVAL', say`A transfer needs a sink.`)
    if (this.#queue.applicationBlocks.size === 0) fail('EINVAL', say`The buffer has no blocks to transfer.`)
    if (this.#stop !== null) fail('EBUSY', say`The transfer is running already.`)
    this.#stop = new AbortController()
    void this.#run(this.#stop.signal)
  }

  /** Takes no more blocks; resolves when every sink has let go of what it has. */
  async stop(): Promise<void> {
    this.#stop?.abort()
    this.#stop = null
    await Promise.all(this.#tails.values())
  }

  async #run(stop: AbortSignal): Promise<void> {
    const queue = this.#queue
    while (!stop.aborted) {
      for (let block = queue.dequeueBlock(); block !== null; block = queue.dequeueBlock()) this.#hand(block)
      try {
        await queue.waitQueue.waitUntil(() => queue.hasReadyBlock, stop)
      } catch {
        return
      }
    }
  }

  #hand(block: DmaBlock): void {
    this.blocks++
    this.bytes += block.bytesUsed
    // Counted before any of them begins, so that the first to finish does not send the block back under the others.
    block.sinks = this.#sinks.length
    const release = (): void => {
      block.sinks--
      if (block.sinks === 0 && block.state === 'DEQUEUED') this.#queue.enqueueBlock(block)
      this.#queue.putBlock(block)
    }
    const bytes = this.#queue.heap.u8(block.address, block.bytesUsed)
    for (const sink of this.#sinks) {
      this.#queue.getBlock(block)
      const before = this.#tails.get(sink) ?? Promise.resolve()
      const writing = before
        .then(() => sink.write(bytes))
        .catch((thrown: unknown) => this.#options.onError(asErrnoError(thrown), sink))
        .then(release)
      this.#tails.set(sink, writing)
    }
  }
}
