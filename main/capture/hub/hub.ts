// The capture hub: the one reader of the DMA buffer. It sleeps until the watermark is reached, takes every finished
// block, keeps the account of what is missing, lends the blocks to its taps and gives them back to the hardware when the
// last tap has released them. It never looks at a sample.
import type { Runtime } from '#main/runtime/clock.ts'
import type { BufferWish } from '#shared/buffer/limits.ts'
import type { BufferPlan } from '#shared/buffer/plan.ts'
import type { BufferLimits } from '#shared/contract/topics/buffer.ts'
import type { Lanes } from '#shared/contract/topics/lanes.ts'
import type { PlacelessSeam } from '#shared/contract/topics/seams.ts'
import { fail, say } from '#shared/errors.ts'
import { type Disposable, Emitter, type Event } from '#shared/lifecycle.ts'
import type { StreamFormat, Tap } from '../tap.ts'
import { readerSettings } from './buffer-settings.ts'
import { Circulation } from './circulation.ts'
import type { HubBlock } from './hub-block.ts'
import { Planning } from './planning.ts'
import type { BlockQueue, CaptureSource } from './queue.ts'
import { drainRest } from './rest.ts'
import { StreamFacts } from './stream-facts.ts'
import { StreamLog } from './stream-log.ts'
import { Taps } from './taps.ts'

export interface HubOptions {
  readonly source: CaptureSource
  readonly runtime: Runtime
  /** What a buffer of that queue can be. */
  readonly limits: (queue: BlockQueue) => BufferLimits
  /** Whether memory for a block of so many bytes is ready: writing to it will not be slow. Default: always. */
  readonly hasRoom?: (bytes: number) => boolean
}

export class CaptureHub extends StreamFacts {
  readonly #source: CaptureSource
  readonly #runtime: Runtime
  readonly #hasRoom: (bytes: number) => boolean
  readonly #limitsOf: HubOptions['limits']
  /** Of the queue below; a device that went and came back has another one. */
  #circulation: Circulation
  #queue: BlockQueue
  readonly #planning: Planning
  readonly #onFault = new Emitter<Error>()
  readonly #onChange = new Emitter<void>()
  readonly #taps = new Taps()
  /** Becomes inactive when the run is asked to end; null while stopped. */
  #run: { active: boolean } | null = null
  #wakes = 0
  readonly #batch: HubBlock[] = []
  readonly #reader = readerSettings(this)

  constructor(options: HubOptions) {
    super(new StreamLog(options.runtime.clock, () => this.#onChange.fire()))
    this.#limitsOf = options.limits
    this.#planning = new Planning(options.limits(options.source.queue))
    this.#source = options.source
    this.#runtime = options.runtime
    this.#hasRoom = options.hasRoom ?? (() => true)
    this.#queue = options.source.queue
    this.#circulation = this.#circulate(this.#queue)
  }

  /** A device that came back, or another one, has another queue, which the hub reads from now on. */
  followSource(): void {
    if (this.#run !== null || this.#source.queue === this.#queue) return
    this.#circulation.leave()
    this.#queue.reader = null
    this.#queue = this.#source.queue
    this.#planning.limits = this.#limitsOf(this.#queue)
    this.#circulation = this.#circulate(this.#queue)
  }

  /** The source is another device from now on, with this wish of its buffer. The hub is stopped. */
  changeSource(wish: BufferWish): void {
    this.followSource()
    this.#planning.wish = wish
  }

  /** A new epoch in which there is nothing: what was captured before is forgotten by the taps. @throws EINVAL no channel is enabled */
  async beginEmpty(): Promise<void> {
    const { clock } = this.#runtime
    const source = await this.#source.readFormat()
    this.#planning.begin(source)
    this.#taps.begin(this.log.begin(source, clock.unixMs(), clock.nowMs()))
    this.#onChange.fire()
  }

  #circulate(queue: BlockQueue): Circulation {
    const { clock, deferred } = this.#runtime
    queue.reader = this.#reader
    return new Circulation(queue, {
      nowMs: () => clock.nowMs(),
      onRead: (block, readMs) => this.log.read(block, readMs),
      onReturned: (block) => this.log.returned(block),
      relieve: (bytes) => this.#taps.relieve(bytes),
      hasRoom: this.#hasRoom,
      later: (fn) => deferred.work(fn),
    })
  }

  /** The stream ended by itself; the reason. The hub still has to be stopped. */
  get onFault(): Event<Error> {
    return this.#onFault
  }

  /** Plan or seams changed. */
  get onChange(): Event<void> {
    return this.#onChange
  }

  /** The source cannot go on: the stream has ended, though nothing here shows it. */
  sourceFailed(reason: Error): void {
    this.#onFault.fire(reason)
  }

  get isRunning(): boolean {
    return this.#run !== null
  }

  /** What the buffer of the present device can be. */
  get limits(): BufferLimits {
    return this.#planning.limits
  }

  get wish(): BufferWish {
    return this.#planning.wish
  }

  /** Null before the first start. */
  get plan(): BufferPlan | null {
    return this.#planning.plan
  }

  /** Times the reader was woken. */
  get wakes(): number {
    return this.#wakes
  }

  /** Others need memory: about so many bytes of what is kept to look back go. */
  giveWay(bytes: number): void {
    this.#circulation.giveWay(bytes)
  }

  /** All blocks, wherever they are. */
  get blockMemoryBytes(): number {
    return this.#circulation.totalBytes
  }

  /** A tap added while running gets its format at once, and the blocks that finish from now on. */
  addTap(tap: Tap): Disposable {
    return this.#taps.add(tap, this.format)
  }

  /**
   * Enables the buffer and begins to read: a new epoch.
   * @throws EBUSY when running; ENOMEM; whatever the enable transaction fails with. Nothing is enabled then.
   */
  async start(): Promise<void> {
    if (this.#run !== null) fail('EBUSY', say`The capture is running already.`)
    this.followSource()
    const run = { active: true }
    this.#run = run
    const { clock } = this.#runtime
    let format: StreamFormat
    try {
      const source = await this.#source.readFormat()
      const plan = this.#planning.begin(source)
      this.#circulation.setTarget(plan)
      await this.#circulation.open()
      this.#queue.threshold = plan.watermark
      const [beginMs, startUnixMs] = [clock.nowMs(), clock.unixMs()]
      await this.#source.enable()
      format = this.log.begin(source, startUnixMs, beginMs)
    } catch (thrown) {
      this.#run = null
      this.#circulation.close()
      throw thrown
    }
    this.#taps.begin(format)
    void this.#read(run)
    this.#onChange.fire()
  }

  /** Disables the buffer; what was sampled by then still reaches the taps, or is counted. Harmless when stopped. */
  async stop(): Promise<void> {
    const run = this.#run
    if (run === null || !run.active) return
    run.active = false
    this.#source.queue.waitQueue.wake()
    try {
      await this.#source.disable()
    } finally {
      try {
        drainRest(
          this.#queue,
          this.#circulation,
          () => this.#drain(),
          (scans) => this.#missing(scans),
        )
      } finally {
        this.#circulation.close()
        this.log.changes.settle(this.nextSample)
        this.#run = null
        this.#onChange.fire()
      }
    }
  }

  /**
   * Hands the taps everything that was sampled until now, also of the block that is being filled, which ends short. The
   * capture goes on, and nothing is lost by it. Harmless when stopped.
   * @throws what the device's flush fails with
   */
  async flush(): Promise<void> {
    const run = this.#run
    if (run === null || !run.active) return
    await this.#source.flush()
    if (this.#run === run && run.active) this.#drainOrFault()
  }

  /**
   * Changes block size, number of blocks or watermark, running or not: all of the request, or EINVAL and nothing; `adopt` goes
   * back to values of before, moved to the nearest that fit. New blocks line up behind those the hardware already has.
   */
  async setBuffer(request: Partial<BufferWish>, how: 'ask' | 'adopt' = 'ask'): Promise<void> {
    const rate = (this.isRunning ? this.format : null) ?? (await this.#source.readRate())
    const before = this.#planning.plan
    const plan = this.#planning[how](request, rate, this.isRunning)
    if (this.#run?.active && before !== null) this.#applyLive(request, before, plan)
    this.#onChange.fire()
  }

  /** The plan in force, or the one the next start would follow. */
  async planNow(): Promise<BufferPlan> {
    return this.#planning.at(await this.#source.readRate(), this.isRunning)
  }

  /** Marks a place on the time axis: something above the hub changed, by a transaction or live. */
  addSeam(seam: PlacelessSeam, atSample = this.nextSample): void {
    this.log.addSeam(seam, atSample)
  }

  /** What the newest blocks are doing now. */
  lanes(): Lanes {
    this.#taps.settleReads()
    return this.log.lanes(this.#circulation, this.#source.queue.outgoingCount)
  }

  /** What became of the block that holds a sample of that epoch, and of its neighbours; null: it is not known any more. */
  lanesAround(epoch: number, sample: number): Lanes | null {
    this.#taps.settleReads()
    return this.log.lanesAround(epoch, sample, this.#circulation, this.#source.queue.outgoingCount)
  }

  #applyLive(request: Partial<BufferWish>, before: BufferPlan, plan: BufferPlan): void {
    const askedMs = this.#runtime.clock.nowMs()
    this.#circulation.setTarget(plan)
    this.#circulation.topUp()
    this.log.changes.note(request, before, plan, askedMs)
    // A lower watermark may be reached already.
    this.#queue.threshold = plan.watermark
    this.#queue.waitQueue.wake()
  }

  async #read(run: { readonly active: boolean }): Promise<void> {
    const { waitQueue } = this.#source.queue
    do {
      await waitQueue.waitUntil(() => !run.active || this.#isReady())
      if (!run.active) return
      this.#wakes++
    } while (this.#drainOrFault())
  }

  /** False when the stream cannot go on, which has been told. */
  #drainOrFault(): boolean {
    try {
      this.#drain()
      return true
    } catch (thrown) {
      this.#onFault.fire(thrown instanceof Error ? thrown : new Error(String(thrown)))
      return false
    }
  }

  /** The watermark is reached; or the hardware is down to its last block, and waiting longer would lose samples. */
  #isReady(): boolean {
    const { queue } = this.#source
    const done = queue.outgoingCount
    if (done === 0) return false
    return queue.outgoingScans >= queue.threshold || this.#circulation.queuedCount - done <= 1
  }

  #missing(scans: number): void {
    this.log.missing(scans)
    this.#taps.missing(scans)
  }

  /** Takes all finished blocks, and hands them out together. */
  #drain(): void {
    const nowMs = this.#runtime.clock.nowMs()
    const batch = this.#batch
    const { format } = this
    if (format === null) return
    this.log.noteSlip(this.#source.slippedMs, nowMs)
    try {
      for (let block = this.#circulation.take(); block !== null; block = this.#circulation.take()) {
        if (block.block.bytesUsed === 0) block.release()
        else {
          this.log.take(block, format, nowMs)
          batch.push(block)
        }
      }
      // First of all the hardware gets what is free; what the taps give back follows.
      this.#circulation.topUp()
      if (batch.length > 0) this.#taps.lend(batch)
    } finally {
      for (const block of batch) block.release()
      batch.length = 0
    }
  }
}
