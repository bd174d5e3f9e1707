// The generic DMA buffer queue. Blocks circulate: the application enqueues them, hardware fills them, they come back
// in completion order. When the application owns no block the queue emulates a byte stream with two of its own (file-IO
// mode, file-io.ts). Sections that a kernel guards with the list lock are the synchronous methods here.

import type { Runtime } from '#main/runtime/clock.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import { fail } from '#shared/errors.ts'
import { type BlockSettings, IioBuffer } from '../../buffer.ts'
import { mode } from '../../modes.ts'
import { BlockAbi } from '../blocks/block-abi.ts'
import { DmabufAttachments } from '../dmabuf/attachments.ts'
import type { DmaBlock } from './block.ts'
import type { BlockList } from './block-list.ts'
import { BlockPool, type SharedMemory } from './block-pool.ts'
import { QueueBlockSettings } from './block-settings.ts'
import { BlockCircuit } from './circuit.ts'
import { checkEnqueue, type EnqueueOptions } from './enqueue-options.ts'
import { FileIo } from './file-io.ts'
import type { OutgoingList } from './outgoing-list.ts'
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
  readonly pool: BlockPool
  readonly circuit: BlockCircuit
  /** Blocks that wait for the next enable, and blocks that completed, oldest first. */
  readonly incoming: BlockList
  readonly outgoing: OutgoingList
  readonly fileIo: FileIo
  override readonly blockAbi: BlockAbi
  override readonly dmabufs: DmabufAttachments
  readonly #applicationBlocks = new Set<DmaBlock>()
  readonly #settings: QueueBlockSettings
  /** What it was enabled for; null while it is not enabled. */
  #enabledFor: 'file-io' | 'blocks' | null = null
  /**
   * Who empties this queue of its blocks, enabled or not, and answers for its length and watermark; null: whoever likes.
   * Set by the application.
   */
  reader: BlockSettings | null = null
  /** Written by the binding. */
  failedTransfers = 0
  isReleased = false

  constructor(options: DmaBufferQueueOptions) {
    super({ length: defaultLength, watermark: defaultLength / 2, ...options })
    this.runtime = options.runtime
    this.heap = options.heap
    this.ops = options.ops
    this.pool = new BlockPool(this, options.heap, options.runtime)
    this.circuit = new BlockCircuit(this)
    this.incoming = this.circuit.incoming
    this.outgoing = this.circuit.outgoing
    this.fileIo = new FileIo(this)
    this.blockAbi = new BlockAbi(this)
    this.dmabufs = new DmabufAttachments(this)
    this.#settings = new QueueBlockSettings(this)
  }

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

  /** Datums in completed blocks at which whoever waits for blocks is woken; less wakes when nothing more can come. */
  get threshold(): number {
    return this.#settings.threshold
  }

  set threshold(datums: number) {
    this.#settings.threshold = datums
  }

  override get isReaderDue(): boolean {
    return this.hasReadyBlock && this.#settings.isReached
  }

  override get blockSettings(): BlockSettings | null {
    if (this.#enabledFor === 'file-io') return null
    return this.reader ?? (this.isInBlockMode ? this.#settings : null)
  }

  /** Blocks given to hardware go straight on while true. */
  get active(): boolean {
    return this.#enabledFor !== null
  }

  /**
   * Settled when the queue is enabled, however many blocks come and go until it is disabled. While it is disabled: what
   * an enable would settle on.
   */
  override get isInBlockMode(): boolean {
    return this.#enabledFor === null ? this.#applicationBlocks.size > 0 : this.#enabledFor === 'blocks'
  }

  override get hasReadyBlock(): boolean {
    return this.outgoing.head?.isFileIo === false
  }

  /** Blocks that completed and wait to be dequeued. */
  get outgoingCount(): number {
    return this.outgoing.length
  }

  /** Whole scans in them. */
  get outgoingScans(): number {
    return this.bytesPerDatum === 0 ? 0 : Math.floor(this.outgoing.bytesUsed / this.bytesPerDatum)
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
    this.leaveFileIo()
    return this.#own(this.pool.create(size, false))
  }

  /** A block over memory someone else allocated. @throws EBUSY, ENODEV as {@link allocBlock}. */
  adoptBlock(memory: SharedMemory): DmaBlock {
    this.leaveFileIo()
    return this.#own(this.pool.adopt(memory))
  }

  /** Frees what file-IO mode left behind. @throws EBUSY enabled in file-IO mode; ENODEV the hardware is gone. */
  leaveFileIo(): void {
    if (this.ops === null) fail('ENODEV', 'the hardware behind this buffer is gone')
    if (this.#enabledFor === 'file-io')
      fail('EBUSY', 'the buffer is enabled for read(); disable it before allocating blocks')
    this.fileIo.drop()
  }

  #own(block: DmaBlock): DmaBlock {
    this.#applicationBlocks.add(block)
    // Whoever sleeps in read() or write() learns that there is no byte stream any more.
    if (this.#applicationBlocks.size === 1) this.waitQueue.wake()
    return block
  }

  /**
   * The application gives `block` back for good. In whatever state it is, it is DEAD now; memory that hardware still
   * has survives until hardware gives it back. Freeing twice is harmless.
   * @throws EINVAL a block of another queue.
   */
  freeBlock(block: DmaBlock): void {
    this.#checkOwn(block)
    if (!this.#applicationBlocks.delete(block)) return
    this.circuit.kill(block)
    this.pool.put(block)
    if (this.#applicationBlocks.size === 0) this.threshold = 1
  }

  /**
   * Hands `block` to the queue: to hardware at once while enabled, else it waits for the next enable. A DONE block that
   * was never dequeued is taken back; a QUEUED one keeps its place in line. Synchronous in every case: while an abort is
   * under way the queue is inactive already, so the block simply waits. What an output block holds is rounded down to
   * the alignment of the hardware.
   * @throws EBUSY block ACTIVE, DEAD, read by a sink, or one of file-IO mode; EINVAL a block of another queue, cyclic
   *   on input, bytesUsed beyond the size, or less than one unit of the alignment. Nothing is stored then.
   */
  enqueueBlock(block: DmaBlock, options: EnqueueOptions = {}): void {
    this.#checkOwn(block)
    checkEnqueue(this.direction, block, options)
    if (block.state === 'ACTIVE' || block.state === 'DEAD')
      fail('EBUSY', `block ${block.id} is ${block.state} and cannot be enqueued`)
    if (block.isFileIo) fail('EBUSY', `block ${block.id} belongs to read() and write()`)
    if (block.sinks > 0) fail('EBUSY', `block ${block.id} is still being read by a sink`)
    if (this.direction === 'out') {
      const bytes = this.#aligned(options.bytesUsed || block.size)
      if (bytes === 0)
        fail('EINVAL', `a transfer is a multiple of ${this.lengthAlignBytes} bytes, and this one would be shorter`)
      block.bytesUsed = bytes
      block.cyclic = options.cyclic ?? false
    }
    if (block.state === 'QUEUED') return
    this.circuit.unqueue(block)
    this.circuit.enqueue(block)
  }

  /** The block that completed first, now the application's; null when there is none. Never one of file-IO mode. */
  dequeueBlock(): DmaBlock | null {
    return this.hasReadyBlock ? this.circuit.takeOutgoing() : null
  }

  /** One more user of the memory: a mapping, a sink. */
  getBlock(block: DmaBlock): DmaBlock {
    return this.pool.get(block)
  }

  /** Drops a reference; the last one frees the memory. */
  putBlock(block: DmaBlock): void {
    this.pool.put(block)
  }

  /**
   * `block` came back from hardware, with bytesUsed set. Any context; exactly once per accepted submit. A DEAD block
   * goes nowhere: only hardware's reference is dropped.
   */
  blockDone(block: DmaBlock): void {
    this.circuit.done(block)
  }

  /** Hands every block of `inFlight` back with no data: what is left after the hardware was stopped. One wake-up. */
  abortList(inFlight: BlockList): void {
    this.circuit.abort(inFlight)
  }

  override dataAvailable(): number {
    return this.outgoing.sizes + (this.fileIo.current?.size ?? 0)
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

  /**
   * Settles the mode and hands hardware what is queued. A block the binding refuses is counted in the diagnostics.
   * @throws ENOMEM only when blocks of the application came and went since the update was requested.
   */
  override enable(): Promise<void> {
    return this.mutex.run(() => {
      const wanted = this.isInBlockMode ? 'blocks' : 'file-io'
      if (wanted === 'file-io') this.fileIo.makeSureOfBlocks()
      this.#enabledFor = wanted
      this.circuit.start()
    })
  }

  /** Blocks in flight come back DONE with no data (when the binding can abort); QUEUED and DONE ones stay. */
  override disable(): Promise<void> {
    return this.mutex.run(async () => {
      this.#enabledFor = null
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
    this.isReleased = true
  }

  get diagnostics(): QueueDiagnostics {
    const { liveBlocks, allocatedBytes } = this.pool
    const { failedTransfers, circuit } = this
    const { submitFailures, submitted, completed, aborted } = circuit
    return { liveBlocks, allocatedBytes, submitFailures, failedTransfers, submitted, completed, aborted }
  }

  /** The file-IO reader or writer is done with `block`: on to hardware, or into the line before it. */
  recycle(block: DmaBlock): void {
    if (this.direction === 'out') block.bytesUsed = this.#aligned(block.bytesUsed)
    this.circuit.enqueue(block)
  }

  #checkOwn(block: DmaBlock): void {
    if (block.queue !== this) fail('EINVAL', `block ${block.id} belongs to another buffer`)
  }

  #aligned(bytes: number): number {
    return bytes - (bytes % this.lengthAlignBytes)
  }
}
