// Blocks of a DMA buffer here into a remote output buffer: one WRITEBUF for each, in their order. A block that is to be repeated
// is written once, and the hardware there repeats it.
import { BlockList, type BlockMemory, type DmaBlock, DmaBufferQueue } from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { asErrnoError, type ErrnoError, fail, say } from '#shared/errors.ts'
import type { FarSide, SampleSink, SinkWish } from './far-side.ts'

export class RemoteOutput extends DmaBufferQueue {
  readonly #inFlight: BlockList
  #sink: SampleSink | null = null
  #isCyclic = false
  #bytesPerScan = 1
  #failure: ErrnoError | null = null
  /** What is being written to now, or for ever: behind a block that is repeated nothing is put out. */
  #writing: SampleSink | null = null

  constructor(runtime: Runtime, heap: BlockMemory) {
    const inFlight = new BlockList('in-flight')
    super({
      runtime,
      heap,
      direction: 'out',
      ops: {
        submit: (_queue, block) => this.#submit(block),
        abort: (queue) => queue.abortList(inFlight),
      },
    })
    this.#inFlight = inFlight
  }

  /** Why samples are not taken any more since it was enabled; null: they are. */
  get failure(): ErrnoError | null {
    return this.#failure
  }

  /** Opens the buffer there: as large as the block that is repeated, else as the blocks here. @throws what it is refused with; then nothing is open */
  async start(far: FarSide, wish: Omit<SinkWish, 'samples' | 'blocks' | 'isCyclic'>): Promise<void> {
    if (far.openSink === undefined) fail('ENOSYS', say`Nothing is put out there from here.`)
    const first = this.#inFlight.head
    const isCyclic = first?.cyclic ?? false
    const bytes = isCyclic ? first!.bytesUsed : (first?.size ?? Math.floor(this.length / 2) * wish.bytesPerScan)
    if (isCyclic && bytes % wish.bytesPerScan !== 0)
      fail('EINVAL', say`A block that is repeated has whole scans of ${wish.bytesPerScan} bytes, not ${bytes} bytes.`)
    const samples = Math.max(1, Math.floor(bytes / wish.bytesPerScan))
    const sink = await far.openSink({ ...wish, samples, blocks: Math.max(1, this.#inFlight.length), isCyclic })
    this.#bytesPerScan = wish.bytesPerScan
    this.#isCyclic = isCyclic
    this.#failure = null
    this.#sink = sink
    sink.onLost.on((reason) => {
      if (this.#sink === sink) this.#fail(reason)
    })
    void this.#run(sink)
  }

  /** Ends it; what is repeated stops. */
  async stop(): Promise<void> {
    const sink = this.#sink
    this.#sink = null
    await sink?.close()
  }

  override exit(): void {
    void this.stop()
    super.exit()
  }

  #submit(block: DmaBlock): void {
    if (this.#failure !== null) throw this.#failure
    if (this.#sink !== null) {
      if (block.cyclic)
        fail('EBUSY', say`A block that is repeated is enqueued before the buffer is enabled: this one puts out others.`)
      if (block.bytesUsed % this.#bytesPerScan !== 0)
        fail('EINVAL', say`A block has whole scans of ${this.#bytesPerScan} bytes, not ${block.bytesUsed} bytes.`)
    }
    this.#inFlight.append(block)
    if (this.#sink !== null) void this.#run(this.#sink)
  }

  async #run(sink: SampleSink): Promise<void> {
    if (this.#writing === sink) return
    this.#writing = sink
    try {
      for (let block = this.#inFlight.head; block !== null && this.#sink === sink; block = this.#inFlight.head) {
        // A copy: a block that is taken back in the middle belongs to somebody else then.
        await sink.write(this.heap.u8(block.address, block.bytesUsed).slice())
        if (this.#isCyclic) return
        if (this.#sink === sink) this.#done(block)
      }
    } catch (thrown) {
      if (this.#sink === sink) this.#fail(asErrnoError(thrown))
    }
    if (this.#writing === sink) this.#writing = null
  }

  #done(block: DmaBlock): void {
    const nowMs = this.runtime.clock.nowMs()
    Object.assign(block.metadata, { firstSample: 0, lostBefore: 0, lastSampleMs: nowMs, writtenMs: nowMs })
    this.#inFlight.remove(block)
    this.blockDone(block)
  }

  /** As hardware that reports an error: its transfers come back, and the next ones are refused with the reason. */
  #fail(reason: ErrnoError): void {
    this.#failure = reason
    void this.stop()
    for (let block = this.#inFlight.head; block !== null; block = this.#inFlight.head) {
      this.failedTransfers++
      this.#done(block)
    }
  }
}
