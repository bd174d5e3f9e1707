// A software FIFO as the hub's queue of blocks: when the watermark is reached the hub asks for blocks, and the scans that
// wait in the FIFO are copied into them. Nothing is polled: each scan that is stored wakes the FIFO's wait queue, and the
// hub's condition is looked at there.
import type { BlockSettings, KfifoBuffer } from '#main/iio/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import type { WaitQueue } from '#main/runtime/wait-queue.ts'
import type { StreamRate } from '#shared/buffer/limits.ts'
import type { BlockQueue, QueueBlock } from '../hub/queue.ts'

export interface FifoBlock extends QueueBlock {
  bytesUsed: number
  submittedMs: number
  doneMs: number
}

export interface FifoBlocksOptions {
  readonly fifo: KfifoBuffer
  readonly heap: CoherentHeap
  readonly clock: Clock
}

/** As the DMA controllers of the board. */
const maxBlockBytes = 16 << 20

export class FifoBlocks implements BlockQueue<FifoBlock> {
  readonly isFifo = true
  readonly lengthAlignBytes = 1
  readonly maxBlockBytes = maxBlockBytes
  readonly waitQueue: WaitQueue
  readonly #fifo: KfifoBuffer
  readonly #heap: CoherentHeap
  readonly #clock: Clock
  readonly #allocated = new Set<FifoBlock>()
  /** With the queue, oldest first. */
  readonly #incoming: FifoBlock[] = []
  #incomingBytes = 0
  #threshold = 1
  #bytesPerScan = 1
  #msPerScan = 0
  /** Index of the scan that is taken next. */
  #next = 0

  constructor({ fifo, heap, clock }: FifoBlocksOptions) {
    this.#fifo = fifo
    this.#heap = heap
    this.#clock = clock
    this.waitQueue = fifo.waitQueue
  }

  /** A stream begins with the next enable. The FIFO holds what its blocks hold. */
  begin({ bytesPerScan, samplingFrequencyHz }: StreamRate): void {
    this.#bytesPerScan = bytesPerScan
    this.#msPerScan = samplingFrequencyHz > 0 ? 1000 / samplingFrequencyHz : 0
    this.#next = 0
    this.#fifo.setLength(Math.ceil(this.#incomingBytes / bytesPerScan))
    this.#fifo.watermark = Math.min(this.#threshold, this.#fifo.length)
  }

  /** The device goes away: every block is freed. */
  close(): void {
    for (const block of [...this.#allocated]) this.freeBlock(block)
  }

  get reader(): BlockSettings | null {
    return this.#fifo.reader
  }

  set reader(reader: BlockSettings | null) {
    this.#fifo.reader = reader
  }

  get threshold(): number {
    return this.#threshold
  }

  set threshold(scans: number) {
    this.#threshold = scans
    // It may be reached already.
    this.waitQueue.wake()
  }

  get outgoingScans(): number {
    return this.#fifo.dataAvailable()
  }

  /** Blocks that the scans in the FIFO fill; one that is not full counts when they are enough to wake the reader. */
  get outgoingCount(): number {
    const scans = this.outgoingScans
    let left = scans * this.#bytesPerScan
    let full = 0
    // Mostly about one block's worth waits.
    for (const { size } of this.#incoming) {
      left -= size
      if (left < 0) break
      full++
    }
    return full === 0 && scans >= this.#threshold && this.#incoming.length > 0 ? 1 : full
  }

  /** @throws ENOMEM */
  allocBlock(size: number): FifoBlock {
    const metadata = { firstSample: 0, lostBefore: 0, lastSampleMs: 0, writtenMs: 0 }
    const block = { address: this.#heap.alloc(size), size, bytesUsed: 0, metadata, submittedMs: 0, doneMs: 0 }
    this.#allocated.add(block)
    return block
  }

  /** Freeing twice is harmless. */
  freeBlock(block: FifoBlock): void {
    if (!this.#allocated.delete(block)) return
    const place = this.#incoming.indexOf(block)
    if (place >= 0) {
      this.#incoming.splice(place, 1)
      this.#incomingBytes -= block.size
    }
    this.#heap.free(block.address)
  }

  enqueueBlock(block: FifoBlock): void {
    block.submittedMs = this.#clock.nowMs()
    this.#incoming.push(block)
    this.#incomingBytes += block.size
    this.#fifo.reserve(Math.ceil(this.#incomingBytes / this.#bytesPerScan))
    // The reader may have waited for a block.
    if (this.outgoingScans > 0) this.waitQueue.wake()
  }

  /** Fills the next block with the oldest scans; null when there is no scan, or no block. */
  dequeueBlock(): FifoBlock | null {
    const [block] = this.#incoming
    if (block === undefined || this.outgoingScans === 0) return null
    const room = block.size - (block.size % this.#bytesPerScan)
    const { scans, lostBefore } = this.#fifo.takeRun(this.#heap.u8(block.address, room))
    if (scans === 0) return null
    this.#incoming.shift()
    this.#incomingBytes -= block.size
    const nowMs = this.#clock.nowMs()
    this.#next += lostBefore
    block.bytesUsed = scans * this.#bytesPerScan
    block.metadata.firstSample = this.#next
    block.metadata.lostBefore = lostBefore
    // Those that wait behind it came later.
    block.metadata.lastSampleMs = nowMs - this.outgoingScans * this.#msPerScan
    block.metadata.writtenMs = nowMs
    block.doneMs = nowMs
    this.#next += scans
    return block
  }

  /** Empties the FIFO after the disable: how many scans no block took, stored or refused. */
  dropRest(): number {
    const dropped = this.#fifo.dropRest()
    this.#next += dropped
    return dropped
  }
}
