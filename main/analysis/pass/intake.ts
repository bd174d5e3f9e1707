// Takes announced blocks in, in order, each once: index, gaps, and one pass over the samples. Knows what may still be read,
// and what to leave out when the stream is faster than the thread. What the parts of the pass make of it is theirs. Under a
// bandwidth limit the filtered copy of a block takes its place in the index, for everybody.

import type { Clock } from '#main/runtime/clock.ts'
import type { BandwidthLimit, FilteredBlocks } from '../bandwidth/filtered-blocks.ts'
import { BlockIndex, type IndexedBlock } from '../stream/block-index.ts'
import type { Figures } from '../stream/figures.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import { GapList } from '../stream/gap-list.ts'
import type { Leaving, PassPart } from '../stream/pass-part.ts'
import type { ReadLog } from '../stream/read-log.ts'
import type { Validity } from '../stream/validity.ts'
import { BlockPass } from './block-pass.ts'
import type { BlockSink } from './block-sink.ts'
import { CatchUp } from './catch-up.ts'

/** Bytes taken in between two looks at the clock: a fraction of a millisecond. */
const sliceBytes = 1024 * 1024

export interface IntakeOptions {
  readonly blocks: BlockIndex
  /** In the order in which they see the samples. */
  readonly parts: readonly PassPart[]
  readonly filtered: FilteredBlocks
  readonly validity: Validity
  readonly figures: Figures
  readonly readLog: ReadLog
  readonly clock: Clock
}

export class Intake implements BlockSink {
  readonly blocks: BlockIndex
  readonly gaps = new GapList()
  /** What was not filtered, as there was no time; it counts as missing too. */
  readonly leftOut = new GapList()
  /** The capture runs: blocks come. */
  isRunning = false
  /** Somebody looks at a screen. */
  isWatched = false
  readonly #pass: BlockPass
  readonly #filtered: FilteredBlocks
  /** All blocks, as they were captured. */
  readonly #captured = new BlockIndex()
  /** Of the block being taken in, as it was captured. */
  #rawAddress = 0
  /** What was in memory when a limit changed is taken in once more. */
  #isTakingAgain = false
  #hasTakenAgain = false
  readonly #catchUp: CatchUp
  readonly #validity: Validity
  readonly #figures: Figures
  readonly #readLog: ReadLog
  readonly #clock: Clock
  #format: AnalysedFormat | null = null
  #begin = 0
  #oldest = 0
  /** Position of the block being taken in, and how many of its scans are done. */
  #cursor = 0
  #offset = 0
  /** Samples from which on the signal is another one, oldest first. */
  #seams: number[] = []
  #skipped = 0
  /** Scans of which nothing was left out. */
  #drawn = 0

  constructor({ blocks, parts, filtered, validity, figures, readLog, clock }: IntakeOptions) {
    this.blocks = blocks
    this.#filtered = filtered
    this.#validity = validity
    this.#figures = figures
    this.#readLog = readLog
    this.#clock = clock
    this.#pass = new BlockPass(parts)
    this.#catchUp = new CatchUp(clock, validity)
  }

  get epoch(): number {
    return this.#format?.epoch ?? -1
  }

  get format(): AnalysedFormat | null {
    return this.#format
  }

  /** First sample of the epoch. */
  get beginSample(): number {
    return this.#begin
  }

  /** One behind the newest sample taken in. */
  get end(): number {
    return this.blocks.end === 0 ? this.#begin : Math.max(this.#begin, this.#pass.end)
  }

  /** Oldest sample in memory. */
  get oldest(): number {
    return Math.min(this.end, Math.max(this.#begin, this.#oldest))
  }

  /** Position of the first block that is not taken in whole. */
  get taken(): number {
    return this.#cursor
  }

  get hasWork(): boolean {
    return this.#cursor < this.blocks.end
  }

  /** A stream has just begun, and the thread has not caught up with it yet. */
  get isWarmingUp(): boolean {
    return this.#catchUp.isWarmingUp
  }

  /** How long the oldest block waits that is not taken in whole, ms; 0: there is none. */
  get waitedMs(): number {
    return this.hasWork ? Math.max(Number.MIN_VALUE, this.#clock.nowMs() - this.blocks.announcedMs(this.#cursor)) : 0
  }

  /** A new epoch: everything before it is forgotten. */
  begin(format: AnalysedFormat): void {
    this.#format = format
    this.#captured.clear()
    this.#filtered.begin(format)
    this.#begin = this.#oldest = 0
    this.#seams = []
    this.#isTakingAgain = false
    this.#beginBlocks(format)
  }

  /** The limits in force. */
  get limits(): readonly BandwidthLimit[] {
    return this.#filtered.limits
  }

  /**
   * Limits the channels. What is in memory is taken in once more, as far back as there is room for it filtered.
   * @returns whether anything changed: all that was found before counts no more
   */
  limit(wanted: readonly BandwidthLimit[]): boolean {
    const format = this.#format
    if (!this.#filtered.set(wanted) || format === null) return false
    this.#captured.dropBefore(this.validSince(format.epoch))
    const end = Math.max(this.end, this.#captured.end > 0 ? this.#captured.firstSample(this.#captured.end - 1) : 0)
    this.#beginBlocks(format)
    const from = this.#oldestToTake(format)
    this.#begin = this.#oldest = from < this.#captured.end ? this.#captured.firstSample(from) : end
    for (let position = from; position < this.#captured.end; position++) this.#show(this.#captured.block(position))
    this.#isTakingAgain = true
    return true
  }

  /** Whether what was in memory has been taken in once more since this was asked last. */
  takeAgain(): boolean {
    const has = this.#hasTakenAgain
    this.#hasTakenAgain = false
    return has
  }

  /**
   * From `sample` of an epoch on the signal is another one. The parts are told when that sample is taken in, and at once
   * when it was already.
   */
  markSeam(epoch: number, sample: number): void {
    if (epoch !== this.epoch) return
    if (sample <= this.end) this.#pass.seam(sample)
    else this.#seams.push(sample)
  }

  announce(block: IndexedBlock): void {
    this.#captured.push(block)
    this.#show(block)
  }

  /** The oldest sample of `epoch` whose memory is still its own; Infinity when the epoch is over. */
  validSince(epoch: number): number {
    return this.#validity.oldestValid(epoch)
  }

  /** Forgets blocks the host has given back. */
  prune(): void {
    const captured = this.validSince(this.epoch)
    const valid = Math.max(captured, this.#filtered.oldest)
    if (valid <= this.#oldest) return
    this.#captured.dropBefore(captured)
    this.#oldest = valid
    this.blocks.dropBefore(valid)
    this.gaps.dropBefore(Math.max(Math.min(valid, this.#begin), this.#pass.oldestKept(valid)))
    if (this.#cursor < this.blocks.begin) {
      this.#skip(this.blocks.begin - this.#cursor)
      this.#cursor = this.blocks.begin
      this.#offset = 0
    }
  }

  /** Takes the next slice in. False when there is none. */
  step(): boolean {
    this.prune()
    const position = this.#cursor
    const format = this.#format
    if (format === null || position >= this.blocks.end) return this.#rest()
    const waiting = { isCollecting: this.#pass.isCollecting, isWatched: this.isWatched }
    this.#catchUp.look(this.blocks.announcedMs(position), format, waiting)
    // Nothing comes while the capture stands still: there is time for all of it.
    const leaving = this.#isTakingAgain && !this.isRunning ? 'nothing' : this.#catchUp.leaving
    if (this.#filtered.isOn && this.#offset === 0 && !this.#place(position, format, leaving)) return true
    const isExamined = leaving !== 'all'
    const bytesPerScan = format.scanIndexes.length * 2
    const offset = this.#offset
    const sample = this.blocks.firstSample(position) + offset
    const most = Math.min(this.blocks.scans(position) - offset, Math.floor(sliceBytes / bytesPerScan))
    const scans = Math.min(most, this.#passSeams(sample) - sample)
    const address = this.blocks.address(position) + offset * bytesPerScan
    if (this.#filtered.isOn) this.#filtered.filter(this.#rawAddress + offset * bytesPerScan, address, sample, scans)
    this.#pass.take(address, sample, scans, leaving)
    const valid = this.validSince(format.epoch)
    this.#pass.check(valid, sample)
    if (valid > this.blocks.firstSample(position)) {
      // The block was released during the read: discard its results; `prune` resumes after it.
      this.#pass.retract(sample)
      this.prune()
      return true
    }
    this.#pass.passed({ scans, isExamined, oldest: this.oldest, end: this.end })
    if (leaving === 'nothing') this.#drawn += scans
    this.#figures.set('drawnSamples', this.#drawn)
    this.#offset += scans
    if (this.#offset >= this.blocks.scans(position)) {
      this.#cursor++
      this.#offset = 0
      this.#readLog.note(format.epoch, this.end, this.#clock.nowMs())
      if (!isExamined) this.#skip(1)
    }
    this.#figures.set('newestSample', this.end)
    return true
  }

  #beginBlocks(format: AnalysedFormat): void {
    this.blocks.clear()
    this.gaps.clear()
    this.leftOut.clear()
    this.#cursor = this.#offset = 0
    this.#catchUp.begin()
    this.#pass.begin(format)
  }

  #show(block: IndexedBlock): void {
    if (this.blocks.end === 0) this.#begin = block.firstSample
    // Under a limit a block is one that can be left out, and gaps come in their order.
    else if (block.lostBefore > 0 && !this.#filtered.isOn)
      this.gaps.push(block.firstSample - block.lostBefore, block.lostBefore)
    this.blocks.push(block)
  }

  /** Position of the oldest captured block of those that there is room for. */
  #oldestToTake({ scanIndexes }: AnalysedFormat): number {
    let position = this.#captured.end
    if (!this.#filtered.isOn) return this.#captured.begin
    for (let left = this.#filtered.roomBytes; position > this.#captured.begin; position--) {
      left -= this.#captured.scans(position - 1) * scanIndexes.length * 2
      if (left < 0) break
    }
    return position
  }

  /** A place for the filtered copy of a block; false: it is left out, for want of time or of room. */
  #place(position: number, { scanIndexes }: AnalysedFormat, leaving: Leaving): boolean {
    const { blocks } = this
    const [first, scans, lost] = [blocks.firstSample(position), blocks.scans(position), blocks.lostBefore(position)]
    if (lost > 0 && position > 0) this.gaps.push(first - lost, lost)
    const address = leaving === 'all' ? null : this.#filtered.place(first, scans * scanIndexes.length * 2)
    if (address === null) {
      blocks.hide(position)
      this.gaps.push(first, scans)
      this.leftOut.push(first, scans)
      this.#skip(1)
      this.#cursor++
      return false
    }
    this.#rawAddress = blocks.address(position)
    blocks.move(position, address)
    return true
  }

  /** Nothing waits. */
  #rest(): false {
    this.#hasTakenAgain ||= this.#isTakingAgain
    this.#isTakingAgain = false
    return false
  }

  /** Goes over the seams up to `sample`; returns where the next one is. */
  #passSeams(sample: number): number {
    while (this.#seams.length > 0 && this.#seams[0]! <= sample) {
      this.#pass.seam(this.#seams.shift()!)
    }
    return this.#seams[0] ?? Number.POSITIVE_INFINITY
  }

  #skip(blocks: number): void {
    this.#skipped += blocks
    this.#figures.set('skippedBlocks', this.#skipped)
  }
}
