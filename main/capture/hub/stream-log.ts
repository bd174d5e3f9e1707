// What is known of the stream: which epoch it is and since when, what came and what is missing (account), where on its time
// axis something changed (seams), and what the newest blocks have gone through (lives).
import type { Clock } from '#main/runtime/clock.ts'
import type { Lanes } from '#shared/contract/topics/lanes.ts'
import type { PlacelessSeam, Seam } from '#shared/contract/topics/seams.ts'
import type { StreamFormat } from '../tap.ts'
import type { Circulation } from './circulation.ts'
import type { HubBlock } from './hub-block.ts'
import { type LanesInput, lanesAround, snapshotLanes } from './lanes.ts'
import { LiveChanges } from './live-changes.ts'
import { LifeRing } from './lives.ts'
import type { SourceFormat } from './queue.ts'
import { SeamRing } from './seams.ts'
import { StreamAccount } from './stream-account.ts'

export class StreamLog {
  readonly account: StreamAccount
  /** Changes of the buffer that are on their way, and the seams they will leave. */
  readonly changes: LiveChanges
  readonly #clock: Clock
  readonly #onSeam: () => void
  readonly #lives = new LifeRing()
  readonly #seams = new SeamRing()
  #epoch = 0
  #format: StreamFormat | null = null

  /** @param onSeam a seam was added */
  constructor(clock: Clock, onSeam: () => void) {
    this.#clock = clock
    this.#onSeam = onSeam
    this.account = new StreamAccount(clock)
    this.changes = new LiveChanges({
      nowMs: () => clock.nowMs(),
      lostSamples: () => this.account.continuity.lostSamples,
      addSeam: (seam, atSample) => this.addSeam(seam, atSample),
    })
  }

  /** Grows with each stream; 0 before the first. */
  get epoch(): number {
    return this.#epoch
  }

  /** Of the present or last epoch; null before the first. */
  get format(): StreamFormat | null {
    return this.#format
  }

  /** The newest ones, oldest first; a new array after each change. */
  get seams(): readonly Seam[] {
    return this.#seams.all
  }

  /** Index of the scan expected next, in the present epoch. */
  get nextSample(): number {
    return this.account.continuity.nextSample
  }

  /** A new epoch, of scans in this form. Its clock began at `startUnixMs`, the lives of its blocks at `beginMs` (monotonic). */
  begin(source: SourceFormat, startUnixMs: number, beginMs: number): StreamFormat {
    this.#epoch++
    this.#format = { ...source, epoch: this.#epoch, startUnixMs }
    this.account.beginEpoch(startUnixMs)
    this.changes.forget()
    this.#lives.clear(beginMs)
    return this.#format
  }

  /** Marks a place on the time axis; without `atSample`, where the stream is now. */
  addSeam(seam: PlacelessSeam, atSample = this.nextSample): void {
    this.#seams.add({ epoch: this.#epoch, atSample, atUnixMs: this.#clock.unixMs(), ...seam })
    this.#onSeam()
  }

  /**
   * Takes a finished block in, and writes into it what the taps want to know of it.
   * @throws EIO when it begins before the end of the one before it; it is released then
   */
  take(block: HubBlock, format: StreamFormat, nowMs: number): void {
    const lost = this.#account(block, format, nowMs)
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
    if (lost > 0) this.#addGap(lost, block.firstSample - lost, format)
    this.changes.reached(block.capacityBytes, block.firstSample)
  }

  /** The stream ended, and so many scans behind its last block were sampled that are in none. */
  missing(scans: number): void {
    const { nextSample } = this
    this.account.missing(scans)
    if (this.#format !== null) this.#addGap(scans, nextSample, this.#format)
  }

  /** The wall clock was set forward by so much: times of before are told by the clock as it is now. */
  clockSet(byMs: number): void {
    if (this.#format !== null) this.#format = { ...this.#format, startUnixMs: this.#format.startUnixMs + byMs }
    this.account.clockSet(byMs)
    this.#seams.clockSet(byMs)
    this.#onSeam()
  }

  #addGap(lostSamples: number, atSample: number, { samplingFrequencyHz }: StreamFormat): void {
    const costMs = (lostSamples / samplingFrequencyHz) * 1e3
    this.addSeam({ subject: 'gap', lostSamples, costMs, how: 'live' }, atSample)
  }

  #account(block: HubBlock, format: StreamFormat, nowMs: number): number {
    try {
      return this.account.take(block, format, nowMs)
    } catch (thrown) {
      block.release()
      throw thrown
    }
  }

  /** The last tap has given the block back. */
  returned(block: HubBlock): void {
    this.#lives.returned(block.lifeTicket, this.#clock.nowMs())
  }

  /**
   * The converter's clock is `slippedMs` behind in this epoch. Where that is news it is a seam: between the samples nothing
   * is missing, but they came later than they should.
   */
  noteSlip(slippedMs: number, nowMs: number): void {
    const costMs = this.account.slipped(slippedMs, nowMs)
    if (costMs > 0) this.addSeam({ subject: 'clock', lostSamples: 0, costMs, how: 'live' })
  }

  /** Its last reader let go of the block; memory may hold it still. */
  read(block: HubBlock, readMs: number): void {
    this.#lives.read(block.lifeTicket, readMs)
  }

  /** What the newest blocks are doing now. @param done finished blocks that the reader has not taken yet */
  lanes(circulation: Circulation, done: number): Lanes {
    return snapshotLanes(this.#lanesInput(circulation, done))
  }

  /** The same around the block that holds a sample of that epoch; null when it is not known any more. */
  lanesAround(epoch: number, sample: number, circulation: Circulation, done: number): Lanes | null {
    return epoch === this.#epoch ? lanesAround(this.#lanesInput(circulation, done), sample) : null
  }

  #lanesInput(circulation: Circulation, done: number): LanesInput {
    return {
      epoch: this.#epoch,
      nowMs: this.#clock.nowMs(),
      lives: this.#lives,
      circulation,
      done,
      bytesPerScan: this.#format?.bytesPerScan ?? 1,
      nextSequence: this.account.sequence,
      nextSample: this.nextSample,
    }
  }
}
