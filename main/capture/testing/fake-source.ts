// A device with a DMA buffer for tests of the hub: its hardware does nothing until told to convert so many scans.

import type { Clock, Runtime } from '#main/runtime/clock.ts'
import { WaitQueue } from '#main/runtime/wait-queue.ts'
import type { StreamRate } from '#shared/buffer/limits.ts'
import { fail, say } from '#shared/errors.ts'
import type { BlockQueue, CaptureSource, QueueBlock, SourceFormat } from '../hub/queue.ts'

export interface FakeBlock extends QueueBlock {
  bytesUsed: number
  submittedMs: number
  doneMs: number
  state: 'dequeued' | 'queued' | 'done' | 'dead'
}

/** Time that moves only when told. */
export class ManualClock implements Clock {
  ms = 1000

  nowMs(): number {
    return this.ms
  }

  unixMs(): number {
    return this.unixMinusNowMs() + this.ms
  }

  unixMinusNowMs(): number {
    return 1_700_000_000_000
  }

  timer(): never {
    return fail('ENOSYS', say`nothing here needs a timer`)
  }
}

export class FakeQueue implements BlockQueue<FakeBlock> {
  readonly waitQueue = new WaitQueue()
  readonly lengthAlignBytes = 16
  readonly maxBlockBytes = 16 << 20
  threshold = 1
  reader: BlockQueue['reader'] = null
  readonly #clock: Clock
  readonly #memoryBytes: number
  readonly bytesPerScan: number
  readonly live = new Set<FakeBlock>()
  readonly incoming: FakeBlock[] = []
  readonly outgoing: FakeBlock[] = []
  liveBytes = 0
  peakBytes = 0
  allocations = 0
  #nextAddress = 4096
  #nextSample = 0
  #lostBefore = 0

  constructor(clock: Clock, memoryBytes: number, bytesPerScan: number) {
    this.#clock = clock
    this.#memoryBytes = memoryBytes
    this.bytesPerScan = bytesPerScan
  }

  get outgoingCount(): number {
    return this.outgoing.length
  }

  get outgoingScans(): number {
    return this.outgoing.reduce((sum, block) => sum + block.bytesUsed / this.bytesPerScan, 0)
  }

  allocBlock(size: number): FakeBlock {
    if (this.liveBytes + size > this.#memoryBytes) fail('ENOMEM', say`no ${size} bytes left`)
    const block: FakeBlock = {
      address: this.#nextAddress,
      size,
      bytesUsed: 0,
      metadata: { firstSample: 0, lostBefore: 0, lastSampleMs: 0, writtenMs: 0 },
      submittedMs: 0,
      doneMs: 0,
      state: 'dequeued',
    }
    this.#nextAddress += size
    this.live.add(block)
    this.allocations++
    this.liveBytes += size
    this.peakBytes = Math.max(this.peakBytes, this.liveBytes)
    return block
  }

  freeBlock(block: FakeBlock): void {
    if (!this.live.delete(block)) fail('EINVAL', say`the block was freed before`)
    if (block.state === 'queued') this.incoming.splice(this.incoming.indexOf(block), 1)
    block.state = 'dead'
    this.liveBytes -= block.size
  }

  enqueueBlock(block: FakeBlock): void {
    if (block.state !== 'dequeued') fail('EBUSY', say`a ${block.state} block cannot be enqueued`)
    block.state = 'queued'
    block.submittedMs = this.#clock.nowMs()
    this.incoming.push(block)
  }

  dequeueBlock(): FakeBlock | null {
    const block = this.outgoing.shift() ?? null
    if (block !== null) block.state = 'dequeued'
    return block
  }

  beginStream(): void {
    this.#nextSample = 0
    this.#lostBefore = 0
  }

  /** Converts scans: fills blocks in line; without one the scans are lost. A part of a block is not kept over calls. */
  convert(scans: number): void {
    let left = scans
    while (left > 0) {
      const block = this.incoming[0]
      const room = block === undefined ? Number.POSITIVE_INFINITY : Math.floor(block.size / this.bytesPerScan)
      if (block === undefined) this.#lostBefore += left
      const now = Math.min(left, room)
      if (block !== undefined) this.#finish(block, now)
      this.#nextSample += now
      left -= now
    }
  }

  /** Finishes the blocks in line, one by one, as many as asked. */
  complete(blocks: number): void {
    for (let k = 0; k < blocks; k++) this.convert(Math.floor((this.incoming[0]?.size ?? 0) / this.bytesPerScan))
  }

  /** What disable does: every block comes back, empty. */
  abort(): void {
    for (const block of this.incoming.splice(0)) {
      block.bytesUsed = 0
      block.state = 'done'
      this.outgoing.push(block)
    }
    this.waitQueue.wake()
  }

  #finish(block: FakeBlock, scans: number): void {
    this.incoming.shift()
    block.state = 'done'
    block.bytesUsed = scans * this.bytesPerScan
    block.metadata.firstSample = this.#nextSample
    block.metadata.lostBefore = this.#lostBefore
    block.metadata.lastSampleMs = this.#clock.nowMs()
    block.doneMs = this.#clock.nowMs()
    this.#lostBefore = 0
    this.outgoing.push(block)
    this.waitQueue.wake()
  }
}

export interface FakeSourceOptions {
  readonly samplingFrequencyHz?: number
  readonly memoryBytes?: number
}

export class FakeSource implements CaptureSource {
  readonly clock = new ManualClock()
  readonly queue: FakeQueue
  readonly runtime: Runtime
  samplingFrequencyHz: number
  enabled = false
  slippedMs = 0
  partial = 0
  refuse: Error | null = null

  constructor(options: FakeSourceOptions = {}) {
    this.samplingFrequencyHz = options.samplingFrequencyHz ?? 1e6
    this.queue = new FakeQueue(this.clock, options.memoryBytes ?? 64 << 20, 4)
    this.runtime = {
      clock: this.clock,
      deferred: { tasklet: queueMicrotask, work: (fn) => void setImmediate(() => void fn()) },
    }
  }

  readFormat(): Promise<SourceFormat> {
    return Promise.resolve({
      bytesPerScan: 4,
      samplingFrequencyHz: this.samplingFrequencyHz,
      channels: [0, 1].map((scanIndex) => ({
        id: `voltage${scanIndex}`,
        scanIndex,
        scanType: 'le:s16/16>>0',
        offsetBytes: 2 * scanIndex,
        unit: 'V',
        scaleMillivolts: 0.030518,
        offsetCodes: 0,
      })),
    })
  }

  readRate(): Promise<StreamRate> {
    return this.readFormat()
  }

  enable(): Promise<void> {
    if (this.refuse !== null) return Promise.reject(this.refuse)
    this.enabled = true
    this.queue.beginStream()
    return Promise.resolve()
  }

  /** As hardware does: what is in the block that is being filled, `partial` scans, is done. */
  flush(): Promise<void> {
    if (this.partial > 0) this.queue.convert(this.partial)
    this.partial = 0
    return Promise.resolve()
  }

  disable(): Promise<void> {
    this.enabled = false
    this.queue.abort()
    return Promise.resolve()
  }
}
