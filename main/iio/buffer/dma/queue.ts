// The generic DMA buffer queue. Blocks circulate: the application enqueues them, hardware fills them, they come back
// in completion order. When the application owns no block the queue emulates a byte stream with two of its own (file-IO
// mode, file-io.ts). Sections that a kernel guards with the list lock are the synchronous methods here.

import type { Runtime } from '#main/runtime/clock.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import { ErrnoError, fail } from '#shared/errors.ts'
import { roundUp } from '#shared/iio/index.ts'
import { IioBuffer } from '../../buffer.ts'
import { asErrnoError } from '../../errors.ts'
import { mode } from '../../modes.ts'
import { BlockAbi } from '../blocks/block-abi.ts'
import { DmabufAttachments } from '../dmabuf/attachments.ts'
import { DmaBlock } from './block.ts'
import { BlockList } from './block-list.ts'
import { checkEnqueue, type EnqueueOptions } from './enqueue-options.ts'
import { FileIo } from './file-io.ts'
import {
  type BlockMemory,
  type DmaBufferOps,
  type DmaBufferQueueOptions,
  pageBytes,
  type QueueDiagnostics,
} from './types.ts'

/** Datums a fresh queue holds: one page's worth of numbers, for want of a better guess. */
const defaultLength = pageBytes

export class DmaBufferQueue extends IioBuffer {
  readonly modes = mode.bufferHardware
  override readonly hasFixedWatermark = true
  readonly runtime: Runtime
  readonly heap: BlockMemory
  /** Null once the hardware is gone (exit): no op is invoked again. */
  ops: DmaBufferOps | null
  /** Held across abort; completion never needs it. */
  readonly mutex = new Mutex()
  readonly incoming = new BlockList('incoming')
  readonly outgoing = new BlockList('outgoing')
  readonly fileIo: FileIo
  override readonly blockAbi: BlockAbi
  override readonly dmabufs: DmabufAttachments
  /** Blocks given to hardware go straight on while true. */
  active = false
  readonly #applicationBlocks = new Set<DmaBlock>()
  #nextId = 0
  #outgoingSizes = 0
  #outgoingBytesUsed = 0
  #liveBlocks = 0
  #allocatedBytes = 0
  #submitFailures = 0
  #submitted = 0
  #completed = 0
  #aborted = 0
  #isReleased = false
  /** Written by the binding. */
  failedTransfers = 0

  constructor(options: DmaBufferQueueOptions) {
    super({ length: defaultLength, watermark: defaultLength / 2, ...options })
    this.runtime = options.runtime
    this.heap = options.heap
    this.ops = options.ops
    this.fileIo = new FileIo(this)
    this.blockAbi = new BlockAbi(this)
    this.dmabufs = new DmabufAttachments(this)
  }

  // Settings.

  /** Multiple of bytes a transfer must have. */
  get lengthAlignBytes(): number {
    return 1
  }

  /** Longest transfer, bytes. */
  get maxBlockBytes(): number {
    return Number.MAX_SAFE_INTEGER
  }

  override setLength(datums: number): void {
    this.length = Math.max(datums, 2)
    this.watermark = Math.floor(this.length / 2)
  }

  // Block mode: the application owns the blocks.

  override get isInBlockMode(): boolean {
    return this.#applicationBlocks.size > 0
  }

  override get hasReadyBlock(): boolean {
    return this.outgoing.length > 0
  }

  /** Blocks that completed and wait to be dequeued. */
  get outgoingCount(): number {
    return this.outgoing.length
  }

  /** Whole scans in them. */
  get outgoingScans(): number {
    return this.bytesPerDatum === 0 ? 0 : Math.floor(this.#outgoingBytesUsed / this.bytesPerDatum)
  }

  /** Blocks the application allocated and has not freed. */
  get applicationBlocks(): ReadonlySet<DmaBlock> {
    return this.#applicationBlocks
  }

  /**
   * A new block of `size` bytes, DEQUEUED: the application's. Leftover file-IO blocks are freed first. No limits here;
   * the block ABI of a buffer file has its own.
   * @throws EINVAL size not a positive integer; EBUSY the queue is enabled in file-IO mode; ENODEV the hardware is
   *   gone; ENOMEM.
   */
  allocBlock(size: number): DmaBlock {
    if (!Number.isSafeInteger(size) || size <= 0) fail('EINVAL', `${size} is no size for a block`)
    if (this.ops === null) fail('ENODEV', 'the hardware behind this buffer is gone')
    this.leaveFileIo()
    const block = this.createBlock(size)
    this.#applicationBlocks.add(block)
    return block
  }

  /** Frees what file-IO mode left behind. @throws EBUSY when the queue is enabled in file-IO mode. */
  leaveFileIo(): void {
    if (this.isInBlockMode) return
    if (this.active) fail('EBUSY', 'the buffer is enabled for read(); disable it before allocating blocks')
    this.fileIo.drop()
  }

  /**
   * The application gives `block` back for good. In whatever state it is, it is DEAD now; memory that hardware still
   * has survives until hardware gives it back. Freeing twice is harmless.
   */
  freeBlock(block: DmaBlock): void {
    if (!this.#applicationBlocks.delete(block)) return
    this.killBlock(block)
    this.putBlock(block)
  }

  /**
   * Hands `block` to the queue: to hardware at once while enabled, else it waits for the next enable. A DONE block that
   * was never dequeued is taken back; a QUEUED one keeps its place in line. Synchronous in every case: while an abort is
   * under way the queue is inactive already, so the block simply waits.
   * @throws EBUSY block ACTIVE or DEAD, nothing stored; EINVAL cyclic on input, or bytesUsed beyond the size.
   */
  enqueueBlock(block: DmaBlock, options?: EnqueueOptions): void {
    if (options !== undefined) checkEnqueue(this.direction, block, options)
    if (block.state === 'ACTIVE' || block.state === 'DEAD')
      fail('EBUSY', `block ${block.id} is ${block.state} and cannot be enqueued`)
    if (this.direction === 'out') {
      block.bytesUsed = options?.bytesUsed || block.size
      block.cyclic = options?.cyclic ?? false
    }
    if (block.state === 'QUEUED') return
    if (block.state === 'DONE') this.unlinkOutgoing(block)
    this.#enqueue(block)
  }

  /** The block that completed first, now the application's; null when there is none. */
  dequeueBlock(): DmaBlock | null {
    const block = this.outgoing.head
    if (block === null) return null
    this.unlinkOutgoing(block)
    block.state = 'DEQUEUED'
    return block
  }

  // Completion, called by the binding.

  /**
   * `block` came back from hardware, with bytesUsed set. Any context; exactly once per accepted submit. A DEAD block
   * goes nowhere: only hardware's reference is dropped.
   */
  blockDone(block: DmaBlock): void {
    this.#completed++
    this.#handBack(block, false)
    this.waitQueue.wake()
  }

  /** Hands every block of `inFlight` back with no data: what is left after the hardware was stopped. One wake-up. */
  abortList(inFlight: BlockList): void {
    for (let block = inFlight.shift(); block !== null; block = inFlight.shift()) {
      block.bytesUsed = 0
      this.#aborted++
      this.#handBack(block, true)
    }
    this.waitQueue.wake()
  }

  #handBack(block: DmaBlock, aborted: boolean): void {
    block.doneMs = this.runtime.clock.nowMs()
    const { onReturned } = block
    if (block.state !== 'DEAD') {
      if (onReturned === null) {
        block.state = 'DONE'
        this.appendOutgoing(block)
      } else block.state = 'DEQUEUED'
    }
    if (onReturned !== null) {
      block.onReturned = null
      onReturned(block, aborted ? new ErrnoError('EINTR', 'the transfer was aborted') : null)
    }
    this.putBlock(block, true)
  }

  // Access operations of the IIO core.

  override dataAvailable(): number {
    return this.#outgoingSizes + (this.fileIo.current?.size ?? 0)
  }

  override spaceAvailable(): number {
    return this.dataAvailable()
  }

  override read(n: number, destination: Uint8Array): Promise<number> {
    return this.mutex.run(() => this.fileIo.read(n, destination))
  }

  override write(n: number, source: Uint8Array): Promise<number> {
    return this.mutex.run(() => this.fileIo.write(n, source))
  }

  override requestUpdate(): Promise<void> {
    return this.mutex.run(() => {
      if (!this.isInBlockMode) this.fileIo.requestUpdate()
    })
  }

  /** Always succeeds; a block the binding refuses is counted in the diagnostics. */
  override enable(): Promise<void> {
    return this.mutex.run(() => {
      this.active = true
      for (let block = this.incoming.shift(); block !== null; block = this.incoming.shift()) this.#submit(block)
    })
  }

  /** Blocks in flight come back DONE with no data (when the binding can abort); QUEUED and DONE ones stay. */
  override disable(): Promise<void> {
    return this.mutex.run(async () => {
      this.active = false
      await this.ops?.abort?.(this)
    })
  }

  /** The device is going away: every block is DEAD, no op is invoked from now on. Late completions are accepted. */
  exit(): void {
    this.fileIo.drop()
    this.blockAbi.free()
    this.dmabufs.detachAll()
    for (const block of [...this.#applicationBlocks]) this.freeBlock(block)
    this.ops = null
  }

  protected override release(): void {
    this.#isReleased = true
  }

  get isReleased(): boolean {
    return this.#isReleased
  }

  get diagnostics(): QueueDiagnostics {
    return {
      liveBlocks: this.#liveBlocks,
      allocatedBytes: this.#allocatedBytes,
      submitFailures: this.#submitFailures,
      failedTransfers: this.failedTransfers,
      submitted: this.#submitted,
      completed: this.#completed,
      aborted: this.#aborted,
    }
  }

  // The machinery below is for file-io.ts, the bindings and the block ABI.

  /** Memory and a buffer reference for a new DEQUEUED block with one reference. @throws ENOMEM. */
  createBlock(size: number): DmaBlock {
    const capacity = roundUp(size, pageBytes)
    const address = this.heap.alloc(capacity)
    this.#allocatedBytes += capacity
    return this.#addBlock(address, capacity, size, () => {
      this.heap.free(address)
      this.#allocatedBytes -= capacity
    })
  }

  /** A block over memory someone else allocated; the queue leaves file-IO mode. @throws EBUSY, ENODEV as allocBlock. */
  adoptBlock(memory: { readonly address: number; readonly size: number; get(): unknown; put(): void }): DmaBlock {
    if (this.ops === null) fail('ENODEV', 'the hardware behind this buffer is gone')
    this.leaveFileIo()
    memory.get()
    const block = this.#addBlock(memory.address, memory.size, memory.size, () => memory.put())
    this.#applicationBlocks.add(block)
    return block
  }

  #addBlock(address: number, capacity: number, size: number, freeMemory: () => void): DmaBlock {
    const block = new DmaBlock(this.#nextId, address, capacity, size, freeMemory)
    this.#nextId++
    this.#liveBlocks++
    this.get()
    return block
  }

  /** One more user of the memory: a mapping, a sink. */
  getBlock(block: DmaBlock): DmaBlock {
    block.references++
    return block
  }

  /**
   * Drops a reference; the last one frees the memory: at once, or (`deferred`: completion context) from a worker.
   */
  putBlock(block: DmaBlock, deferred = false): void {
    block.references--
    if (block.references > 0) return
    if (block.state !== 'DEAD') throw new Error(`block ${block.id} freed while ${block.state}`)
    const free = (): void => {
      block.freeMemory()
      this.#liveBlocks--
      this.put()
    }
    if (deferred) this.runtime.deferred.work(free)
    else free()
  }

  /** Marks `block` DEAD and takes it off incoming or outgoing; one in flight stays on the binding's list. */
  killBlock(block: DmaBlock): void {
    if (block.list === this.outgoing) this.unlinkOutgoing(block)
    else if (block.list === this.incoming) this.incoming.remove(block)
    const wasInHardware = block.state === 'ACTIVE'
    block.state = 'DEAD'
    const { onReturned } = block
    if (onReturned === null || wasInHardware) return
    block.onReturned = null
    onReturned(block, new ErrnoError('EINTR', 'the block was freed before its transfer began'))
  }

  /** On to hardware, or into the line before it. */
  #enqueue(block: DmaBlock): void {
    if (this.active) {
      this.#submit(block)
      return
    }
    block.state = 'QUEUED'
    this.incoming.append(block)
  }

  /** The file-IO reader is done with `block`. */
  recycle(block: DmaBlock): void {
    if (block.state === 'DEAD') this.putBlock(block)
    else this.#enqueue(block)
  }

  #submit(block: DmaBlock): void {
    // Hardware gone: limbo. The block never completes and waits to be freed.
    if (this.ops === null) return
    block.state = 'ACTIVE'
    block.submittedMs = this.runtime.clock.nowMs()
    block.references++
    try {
      this.ops.submit(this, block)
    } catch (thrown) {
      this.#submitFailures++
      this.putBlock(block)
      const { onReturned } = block
      if (onReturned === null) return
      // A DMABUF hears of it through its fence and can be enqueued again; other blocks stay ACTIVE, on no list.
      block.onReturned = null
      block.state = 'DEQUEUED'
      onReturned(block, asErrnoError(thrown))
      return
    }
    block.submissions++
    this.#submitted++
  }

  appendOutgoing(block: DmaBlock): void {
    this.outgoing.append(block)
    this.#outgoingSizes += block.size
    this.#outgoingBytesUsed += block.bytesUsed
  }

  unlinkOutgoing(block: DmaBlock): void {
    this.outgoing.remove(block)
    this.#outgoingSizes -= block.size
    this.#outgoingBytesUsed -= block.bytesUsed
  }
}
