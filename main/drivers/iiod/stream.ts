// Samples of a remote buffer into the blocks of a DMA buffer here: one READBUF after the other, copied once. What a block holds
// and what a READBUF brings need not be the same.
import { BlockList, type BlockMemory, type DmaBlock, DmaBufferQueue } from '#main/iio/index.ts'
import type { SampleTaker } from '#main/iiod/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { asErrnoError, type ErrnoError, fail, say } from '#shared/errors.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import type { FarSide, SampleSource, SourceWish } from './far-side.ts'
import { RateWatch } from './rate-watch.ts'
import type { ScanWriter } from './scan-writer.ts'

export interface StreamBegin {
  readonly far: FarSide
  /** All of what a buffer is opened with, but for what follows from the blocks here. */
  readonly wish: Omit<SourceWish, 'samples' | 'blocks'>
  /** Writes samples of these channels, by their places in masks. */
  writerFor(places: readonly number[]): ScanWriter
}

export class RemoteStream extends DmaBufferQueue implements SampleTaker {
  readonly #inFlight: BlockList
  readonly #onFailure = new Emitter<ErrnoError>()
  #buffer: SampleSource | null = null
  #begin: StreamBegin | null = null
  #writer: ScanWriter | null = null
  #watch = new RateWatch(Number.NaN)
  /** Bytes in the first block of the list. */
  #fill = 0
  /** The begin of a scan whose block ended before it. */
  #carry = new Uint8Array(0)
  #nextSample = 0
  #lostBefore = 0
  #waiter: (() => void) | null = null
  /** Pieces that came, since it was made. */
  pieces = 0

  constructor(runtime: Runtime, heap: BlockMemory) {
    const inFlight = new BlockList('in-flight')
    super({
      runtime,
      heap,
      ops: {
        submit: (_queue, block) => {
          inFlight.append(block)
          this.#waiter?.()
        },
        abort: (queue) => {
          // What has come is there, in a block that is short.
          this.flush()
          this.#fill = 0
          queue.abortList(inFlight)
        },
      },
    })
    this.#inFlight = inFlight
  }

  /** The stream ended by itself: the connection is lost, or the other side ended it. */
  get onFailure(): Event<ErrnoError> {
    return this.#onFailure
  }

  /** Opens the buffer there, as large as the first block here. @throws what it is refused with, in one sentence; then nothing is open */
  async start(begin: StreamBegin): Promise<void> {
    const { far, wish } = begin
    const { bytesPerScan, rateHz } = wish
    const samples = Math.max(1, Math.floor((this.#inFlight.head?.size ?? bytesPerScan) / bytesPerScan))
    const buffer = await far.openSource({ ...wish, samples, blocks: this.#inFlight.length })
    this.#begin = begin
    this.#writer = begin.writerFor(wish.places)
    this.#watch = new RateWatch(rateHz)
    this.#fill = 0
    this.#carry = new Uint8Array(0)
    this.#nextSample = 0
    this.#lostBefore = 0
    this.#buffer = buffer
    void this.#run(buffer, samples)
  }

  /** Ends it. Nothing is written into a block any more. */
  async stop(): Promise<void> {
    const buffer = this.#buffer
    this.#buffer = null
    this.#waiter?.()
    await buffer?.close()
  }

  /** Ends the block that is being filled, short: what has come is in blocks that are done. */
  flush(): void {
    const block = this.#inFlight.head
    if (block !== null && this.#begin !== null && this.#fill >= this.#bytesPerScan) this.#finish(block)
  }

  /** The device goes away. */
  override exit(): void {
    void this.stop()
    super.exit()
    this.#onFailure.dispose()
  }

  /** The mask of a READBUF: it may name more channels than before, when another client came. */
  begin(places: readonly number[]): void {
    if (this.#begin === null) return
    this.#writer = this.#begin.writerFor(places)
    // The rest of a set that was cut off does not go on here.
    this.#fill -= this.#fill % this.#bytesPerScan
    this.#carry = new Uint8Array(0)
  }

  /** Samples as they come. Where no block is free, they wait. */
  async take(part: Uint8Array): Promise<void> {
    const buffer = this.#buffer
    this.pieces++
    for (let at = 0; at < part.length; ) {
      while (this.#inFlight.head === null && this.#buffer === buffer) await this.#block()
      const block = this.#inFlight.head
      if (this.#buffer !== buffer || buffer === null || block === null || this.#writer === null) return
      at += this.#write(this.#writer, block, part, at)
    }
  }

  /** @returns bytes of the part that were taken */
  #write(writer: ScanWriter, block: DmaBlock, part: Uint8Array, at: number): number {
    const room = block.size - (block.size % this.#bytesPerScan)
    if (room === 0) fail('EINVAL', say`A block of ${block.size} bytes is smaller than a scan.`)
    const to = this.heap.u8(block.address, room)
    if (this.#carry.length > 0) {
      to.set(this.#carry)
      this.#fill = this.#carry.length
      this.#carry = new Uint8Array(0)
    }
    const { taken, written } = writer.write(part, at, to, this.#fill)
    this.#fill += written
    if (taken === 0 || this.#fill === room) this.#finish(block)
    return taken
  }

  get #bytesPerScan(): number {
    return this.#begin?.wish.bytesPerScan ?? 1
  }

  #block(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiter = () => {
        this.#waiter = null
        resolve()
      }
    })
  }

  /** Whole scans of the block are done; the begin of one goes into the next. */
  #finish(block: DmaBlock): void {
    const rest = this.#fill % this.#bytesPerScan
    block.bytesUsed = this.#fill - rest
    if (rest > 0) this.#carry = this.heap.u8(block.address + block.bytesUsed, rest).slice()
    this.#fill = 0
    const scans = block.bytesUsed / this.#bytesPerScan
    const nowMs = this.runtime.clock.nowMs()
    const [firstSample, lostBefore] = [this.#nextSample, this.#lostBefore]
    Object.assign(block.metadata, { firstSample, lostBefore, lastSampleMs: nowMs, writtenMs: nowMs })
    this.#lostBefore = this.#watch.came(scans, nowMs)
    this.#nextSample += scans + this.#lostBefore
    this.#inFlight.remove(block)
    this.blockDone(block)
  }

  async #run(buffer: SampleSource, samples: number): Promise<void> {
    try {
      while (this.#buffer === buffer) {
        const bytes = samples * (this.#writer?.wireBytes ?? 1)
        if ((await buffer.read(bytes, this)) === 0) fail('EIO', say`${this.#deviceId} sends no samples.`)
      }
    } catch (thrown) {
      if (this.#buffer === buffer) this.#onFailure.fire(asErrnoError(thrown))
    }
  }

  get #deviceId(): string {
    return this.#begin?.wish.device ?? 'The device'
  }
}
