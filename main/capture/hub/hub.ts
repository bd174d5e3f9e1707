// The capture hub: the one reader of the DMA buffer. It sleeps until the watermark is reached, takes every finished
// block, keeps the account of what is missing, lends the blocks to its taps and gives them back to the hardware when the
// last tap has released them. It never looks at a sample.

import type { Runtime } from '#main/runtime/clock.ts'
import type { BufferWish, StreamRate } from '#shared/buffer/limits.ts'
import { type BufferPlan, planBuffer, wishInForce } from '#shared/buffer/plan.ts'
import { applyRequest } from '#shared/buffer/request.ts'
import type { BufferLimits, Lanes, StreamFigures } from '#shared/contract/instrument.ts'
import type { PlacelessSeam, Seam } from '#shared/contract/seams.ts'
import { fail } from '#shared/errors.ts'
import { type Disposable, Emitter, type Event, toDisposable } from '#shared/lifecycle.ts'
import type { StreamFormat, Tap } from '../tap.ts'
import { readerSettings } from './buffer-settings.ts'
import { Circulation } from './circulation.ts'
import type { HubBlock } from './hub-block.ts'
import { type LanesInput, lanesAround, snapshotLanes } from './lanes.ts'
import type { LatencyHistogram } from './latency-histogram.ts'
import { LiveChanges } from './live-changes.ts'
import { LifeRing } from './lives.ts'
import type { BlockQueue, CaptureSource } from './queue.ts'
import { SeamRing } from './seams.ts'
import { StreamAccount } from './stream-account.ts'

export interface HubOptions {
  readonly source: CaptureSource
  readonly runtime: Runtime
  readonly limits: BufferLimits
  /** Whether memory for a block of so many bytes is ready: writing to it will not be slow. Default: always. */
  readonly hasRoom?: (bytes: number) => boolean
}

export class CaptureHub {
  readonly #source: CaptureSource
  readonly #runtime: Runtime
  readonly #hasRoom: (bytes: number) => boolean
  readonly limits: BufferLimits
  /** Of the queue below; a device that went and came back has another one. */
  #circulation: Circulation
  #queue: BlockQueue
  readonly #account: StreamAccount
  readonly #lives = new LifeRing()
  readonly #seams = new SeamRing()
  readonly #onFault = new Emitter<Error>()
  readonly #onChange = new Emitter<void>()
  #taps: readonly Tap[] = []
  #wish: BufferWish = { blockBytes: 'auto', blockCount: 'auto', watermark: 'auto' }
  #plan: BufferPlan | null = null
  #format: StreamFormat | null = null
  readonly #changes = new LiveChanges({
    nowMs: () => this.#runtime.clock.nowMs(),
    lostSamples: () => this.lostSamples,
    addSeam: (seam, atSample) => this.addSeam(seam, atSample),
  })
  /** Becomes inactive when the run is asked to end; null while stopped. */
  #run: { active: boolean } | null = null
  #epoch = 0
  #wakes = 0
  readonly #batch: HubBlock[] = []
  readonly #reader = readerSettings(this)

  constructor(options: HubOptions) {
    this.#account = new StreamAccount(options.runtime.clock)
    this.#source = options.source
    this.#runtime = options.runtime
    this.limits = options.limits
    this.#hasRoom = options.hasRoom ?? (() => true)
    this.#queue = options.source.queue
    this.#circulation = this.#circulate(this.#queue)
  }

  /** A device that came back has another queue, which the hub reads from now on. */
  followSource(): void {
    if (this.#run !== null || this.#source.queue === this.#queue) return
    this.#queue = this.#source.queue
    this.#circulation = this.#circulate(this.#queue)
  }

  #circulate(queue: BlockQueue): Circulation {
    const { clock, deferred } = this.#runtime
    queue.reader = this.#reader
    return new Circulation(queue, {
      nowMs: () => clock.nowMs(),
      onRead: (block, readMs) => this.#lives.read(block.lifeTicket, readMs),
      onReturned: (block) => this.#lives.returned(block.lifeTicket, clock.nowMs()),
      relieve: (bytes) => {
        for (const tap of this.#taps) tap.relieve?.(bytes)
      },
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

  get wish(): BufferWish {
    return this.#wish
  }

  /** Null before the first start. */
  get plan(): BufferPlan | null {
    return this.#plan
  }

  /** Of the present or last epoch; null before the first start. */
  get format(): StreamFormat | null {
    return this.#format
  }

  get epoch(): number {
    return this.#epoch
  }

  get seams(): readonly Seam[] {
    return this.#seams.all
  }

  get samples(): number {
    return this.#account.continuity.samples
  }

  get lostSamples(): number {
    return this.#account.continuity.lostSamples
  }

  get blocks(): number {
    return this.#account.continuity.blocks
  }

  /** Last sample of a block -> taps, ms: since the beginning, and since the owner last cleared it. */
  get latency(): LatencyHistogram {
    return this.#account.latency
  }

  get recentLatency(): LatencyHistogram {
    return this.#account.recentLatency
  }

  /** Times the reader was woken. */
  get wakes(): number {
    return this.#wakes
  }

  /** Seconds of signal covered by the blocks so far, by the converter's clock, over all epochs. */
  get streamedSeconds(): number {
    return this.#account.streamedSeconds
  }

  /** By so much the clock of the samples has fallen behind, because the machine is too slow for the rate, ms. */
  get slippedMs(): number {
    return this.#account.slippedMs
  }

  /** Index of the scan expected next, in the present epoch. */
  get nextSample(): number {
    return this.#account.continuity.nextSample
  }

  /** Unix ms since when nothing was lost, and the clock of the samples was right; null before the first start. */
  get gapFreeSinceUnixMs(): number | null {
    return this.#account.gapFreeSinceUnixMs
  }

  /** The account of the present epoch, or of the last one while stopped. */
  get stream(): StreamFigures {
    return this.#account.figures
  }

  /** All blocks, wherever they are. */
  get blockMemoryBytes(): number {
    return this.#circulation.totalBytes
  }

  /** A tap added while running gets its format at once, and the blocks that finish from now on. */
  addTap(tap: Tap): Disposable {
    this.#taps = [...this.#taps, tap]
    if (this.#format !== null) tap.onFormat?.(this.#format)
    return toDisposable(() => {
      this.#taps = this.#taps.filter((other) => other !== tap)
    })
  }

  /**
   * Enables the buffer and begins to read: a new epoch.
   * @throws EBUSY when running; ENOMEM; whatever the enable transaction fails with. Nothing is enabled then.
   */
  async start(): Promise<void> {
    if (this.#run !== null) fail('EBUSY', 'the capture is running already')
    this.followSource()
    const run = { active: true }
    this.#run = run
    const { clock } = this.#runtime
    try {
      const source = await this.#source.readFormat()
      this.#plan = planBuffer(this.#wish, source, this.limits)
      this.#circulation.setTarget(this.#plan)
      await this.#circulation.open()
      this.#queue.threshold = this.#plan.watermark
      const beginMs = clock.nowMs()
      const startUnixMs = clock.unixMs()
      await this.#source.enable()
      this.#epoch++
      this.#format = { ...source, epoch: this.#epoch, startUnixMs }
      this.#account.beginEpoch(startUnixMs)
      this.#changes.forget()
      this.#lives.clear(beginMs)
    } catch (thrown) {
      this.#run = null
      this.#circulation.close()
      throw thrown
    }
    for (const tap of this.#taps) tap.onFormat?.(this.#format)
    void this.#read(run)
    this.#onChange.fire()
  }

  /** Disables the buffer; what was finished by then still reaches the taps. Harmless when stopped. */
  async stop(): Promise<void> {
    const run = this.#run
    if (run === null || !run.active) return
    run.active = false
    this.#source.queue.waitQueue.wake()
    try {
      await this.#source.disable()
    } finally {
      try {
        this.#drain()
      } finally {
        this.#circulation.close()
        this.#changes.settle(this.nextSample)
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
   * Changes block size, number of blocks or watermark, running or not: all of the request, or EINVAL and nothing. While
   * running, new blocks line up behind those the hardware already has, so a size takes effect at a block boundary.
   */
  async setBuffer(request: Partial<BufferWish>): Promise<void> {
    const rate = (this.#run === null ? null : this.#format) ?? (await this.#source.readRate())
    const { wish, plan } = applyRequest(request, wishInForce(this.#wish, this.#planAt(rate)), rate, this.limits)
    const before = this.#plan
    this.#wish = wish
    this.#plan = plan
    if (this.#run?.active && before !== null) this.#applyLive(request, before, plan)
    this.#onChange.fire()
  }

  /** The plan in force, or the one the next start would follow. */
  async planNow(): Promise<BufferPlan> {
    return this.#planAt(await this.#source.readRate())
  }

  #planAt(rate: StreamRate): BufferPlan {
    return (this.#run === null ? null : this.#plan) ?? planBuffer(this.#wish, rate, this.limits)
  }

  /** Marks a place on the time axis: something above the hub changed, by a transaction or live. */
  addSeam(seam: PlacelessSeam, atSample = this.nextSample): void {
    this.#seams.add({
      epoch: this.#epoch,
      atSample,
      atUnixMs: this.#runtime.clock.unixMs(),
      ...seam,
    })
    this.#onChange.fire()
  }

  /** What the newest blocks are doing now. */
  lanes(): Lanes {
    return snapshotLanes(this.#lanesInput())
  }

  /**
   * What became of the block that holds a sample, and of its neighbours; null when that is not known any more.
   * @param epoch of the sample: only the blocks of the present or last stream are known
   */
  lanesAround(epoch: number, sample: number): Lanes | null {
    return epoch === this.#epoch ? lanesAround(this.#lanesInput(), sample) : null
  }

  /** Bytes of the block size that is being left behind; null: every block that comes has the one in force. */
  get changingFromBytes(): number | null {
    return this.#changes.changingFromBytes
  }

  #lanesInput(): LanesInput {
    for (const tap of this.#taps) tap.settleReads?.()
    return {
      epoch: this.#epoch,
      nowMs: this.#runtime.clock.nowMs(),
      lives: this.#lives,
      circulation: this.#circulation,
      done: this.#source.queue.outgoingCount,
      bytesPerScan: this.#format?.bytesPerScan ?? 1,
      nextSequence: this.#account.sequence,
      nextSample: this.nextSample,
    }
  }

  #applyLive(request: Partial<BufferWish>, before: BufferPlan, plan: BufferPlan): void {
    const askedMs = this.#runtime.clock.nowMs()
    this.#circulation.setTarget(plan)
    this.#circulation.topUp()
    this.#changes.note(request, before, plan, askedMs)
    // A lower watermark may be reached already.
    this.#queue.threshold = plan.watermark
    this.#queue.waitQueue.wake()
  }

  async #read(run: { readonly active: boolean }): Promise<void> {
    const { waitQueue } = this.#source.queue
    let isWell = true
    while (run.active && isWell) {
      await waitQueue.waitUntil(() => !run.active || this.#isReady())
      if (!run.active) return
      this.#wakes++
      isWell = this.#drainOrFault()
    }
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

  /** Takes all finished blocks, and hands them out together. */
  #drain(): void {
    const nowMs = this.#runtime.clock.nowMs()
    const batch = this.#batch
    const format = this.#format
    if (format === null) return
    this.#noteSlip(nowMs)
    try {
      for (let block = this.#circulation.take(); block !== null; block = this.#circulation.take()) {
        if (block.block.bytesUsed === 0) block.release()
        else {
          this.#describe(block, format, nowMs)
          batch.push(block)
        }
      }
      // First of all the hardware gets what is free; what the taps give back follows.
      this.#circulation.topUp()
      if (batch.length > 0) for (const tap of this.#taps) tap.onBlocks(batch)
    } finally {
      for (const block of batch) block.release()
      batch.length = 0
    }
  }

  #describe(block: HubBlock, format: StreamFormat, nowMs: number): void {
    let lost: number
    try {
      lost = this.#account.take(block, format, nowMs)
    } catch (thrown) {
      block.release()
      throw thrown
    }
    block.lifeTicket = this.#lives.held({
      sequence: block.sequence,
      bytes: block.bytes,
      firstSample: block.firstSample,
      scans: block.scans,
      lostBefore: lost,
      queuedMs: block.queuedMs,
      activeMs: block.block.submittedMs,
      doneMs: block.filledMs,
      heldMs: nowMs,
    })
    if (lost > 0) this.#noteGap(block.firstSample - lost, lost, format.samplingFrequencyHz)
    this.#changes.reached(block.capacityBytes, block.firstSample)
  }

  #noteGap(atSample: number, lostSamples: number, samplingFrequencyHz: number): void {
    const costMs = (lostSamples / samplingFrequencyHz) * 1e3
    this.addSeam({ subject: 'gap', lostSamples, costMs, how: 'live' }, atSample)
  }

  /** The converter's clock fell behind: between the samples nothing is missing, but they came later than they should. */
  #noteSlip(nowMs: number): void {
    const costMs = this.#account.slipped(this.#source.slippedMs, nowMs)
    if (costMs === 0) return
    this.addSeam({ subject: 'clock', lostSamples: 0, costMs, how: 'live' })
  }
}
