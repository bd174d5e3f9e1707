// The generic DMA buffer queue: one shape for every device whose controller moves samples by itself.
//
// The unit is a block: contiguous memory that hardware fills (input) or empties (output) in one transfer. At any moment a
// block has one owner, which is its state (block.ts has the table), and goes round:
//
//        alloc          enqueue          enable, or at once while enabled
//     ---------> DEQUEUED ----> QUEUED ----------------------------------> ACTIVE (the binding's in-flight list)
//                   ^          (incoming)                                    |
//                   |  dequeue                       blockDone, or abortList |
//                   '--------- DONE (outgoing) <-----------------------------'
//
// Who uses it decides, at enable, between two modes that exclude each other. In block mode the application owns the blocks:
// it allocates, enqueues and dequeues them, and no byte is copied (application-blocks.ts; the mmap ABI and shared buffers
// stand on it). In file-IO mode it owns none, and the queue makes a byte stream for read() and write() out of two blocks of
// its own, each of half the buffer's length (file-io.ts). Blocks of the application, once there are any, end the stream.
//
// The binding below (`ops`, types.ts) has one duty: each block it accepts in submit() comes back exactly once, through
// blockDone() or, after it stopped the hardware, through abortList(); never from inside submit(), in whatever context, and
// also if the block died meanwhile. A submit() that throws has accepted nothing.
//
// Memory is counted (block-pool.ts): one reference for whoever allocated a block, one while hardware has it, one for each
// mapping and sink. To free a block makes it DEAD at once and gives its memory back at the last put, so a disable or an exit
// never pulls memory from under a transfer. After exit() no op is invoked, and what comes back late is only put.
//
// Locks: `mutex` is held by read, write, enable, disable and across an abort, which waits for the hardware. What a kernel
// guards with the list lock (the lists and the states: circuit.ts) is synchronous here and needs none; completion takes no
// lock at all, so it can arrive while an abort holds the mutex.
import { pageBytes } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import { fail, say } from '#shared/errors.ts'
import { type BlockSettings, IioBuffer } from '../../buffer.ts'
import { mode } from '../../device/modes.ts'
import { BlockAbi } from '../blocks/block-abi.ts'
import { DmabufAttachments } from '../dmabuf/attachments.ts'
import { ApplicationBlocks } from './application-blocks.ts'
import type { DmaBlock } from './block.ts'
import type { BlockList } from './block-list.ts'
import type { BlockMemory, SharedMemory } from './block-memory.ts'
import { BlockPool } from './block-pool.ts'
import { QueueBlockSettings } from './block-settings.ts'
import { BlockCircuit } from './circuit.ts'
import { type EnqueueOptions, roundDown } from './enqueue-options.ts'
import { FileIo } from './file-io.ts'
import type { OutgoingList } from './outgoing-list.ts'
import type { BlockQueue, BlockReturns, DmaBufferOps, DmaBufferQueueOptions, QueueDiagnostics } from './types.ts'

/** Datums a fresh queue holds: one page's worth of numbers, for want of a better guess. */
const defaultLength = pageBytes

export class DmaBufferQueue extends IioBuffer implements BlockQueue, BlockReturns {
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
  readonly #application: ApplicationBlocks
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
    this.#application = new ApplicationBlocks(this)
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
    return this.#enabledFor === null ? this.applicationBlocks.size > 0 : this.#enabledFor === 'blocks'
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
    return this.#application.all
  }

  /** A new block of the application, see {@link ApplicationBlocks.alloc}. */
  allocBlock(size: number): DmaBlock {
    return this.#application.alloc(size)
  }

  /** A block over memory someone else allocated, see {@link ApplicationBlocks.adopt}. */
  adoptBlock(memory: SharedMemory): DmaBlock {
    return this.#application.adopt(memory)
  }

  /** The application gives a block back for good, see {@link ApplicationBlocks.free}. */
  freeBlock(block: DmaBlock): void {
    if (this.#application.free(block) && this.applicationBlocks.size === 0) this.threshold = 1
  }

  /** The application hands a block to the queue, see {@link ApplicationBlocks.enqueue}. */
  enqueueBlock(block: DmaBlock, options: EnqueueOptions = {}): void {
    this.#application.enqueue(block, options)
  }

  /** The block that completed first, now the application's; null when there is none. Never one of file-IO mode. */
  dequeueBlock(): DmaBlock | null {
    return this.hasReadyBlock ? this.circuit.takeOutgoing() : null
  }

  /** Frees what file-IO mode left behind. @throws EBUSY enabled in file-IO mode; ENODEV the hardware is gone. */
  leaveFileIo(): void {
    if (this.ops === null) fail('ENODEV', say`The hardware behind this buffer is gone.`)
    if (this.#enabledFor === 'file-io')
      fail('EBUSY', say`The buffer is enabled for read(); disable it before allocating blocks.`)
    this.fileIo.drop()
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
    for (const block of [...this.applicationBlocks]) this.freeBlock(block)
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
    if (this.direction === 'out') block.bytesUsed = roundDown(block.bytesUsed, this.lengthAlignBytes)
    this.circuit.enqueue(block)
  }
}
