// Takes announced blocks in, in order, each once: index, gaps, and one pass over the samples. Knows what may still be read,
// and what to leave out when the stream is faster than the thread. What the parts of the pass make of it is theirs.

import type { Clock } from '#main/runtime/clock.ts'
import type { BlockIndex, IndexedBlock } from '../stream/block-index.ts'
import type { Figures } from '../stream/figures.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import { GapList } from '../stream/gap-list.ts'
import type { PassPart } from '../stream/pass-part.ts'
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
  readonly validity: Validity
  readonly figures: Figures
  readonly readLog: ReadLog
  readonly clock: Clock
}

export class Intake implements BlockSink {
  readonly blocks: BlockIndex
  readonly gaps = new GapList()
  readonly #pass: BlockPass
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

  constructor({ blocks, parts, validity, figures, readLog, clock }: IntakeOptions) {
    this.blocks = blocks
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
    this.blocks.clear()
    this.gaps.clear()
    this.#cursor = this.#offset = 0
    this.#begin = this.#oldest = 0
    this.#seams = []
    this.#catchUp.begin()
    this.#pass.begin(format)
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
    if (this.blocks.end === 0) this.#begin = block.firstSample
    else if (block.lostBefore > 0) this.gaps.push(block.firstSample - block.lostBefore, block.lostBefore)
    this.blocks.push(block)
  }

  /** The oldest sample of `epoch` whose memory is still its own; Infinity when the epoch is over. */
  validSince(epoch: number): number {
    return this.#validity.oldestValid(epoch)
  }

  /** Forgets blocks the host has given back. */
  prune(): void {
    const valid = this.validSince(this.epoch)
    if (valid <= this.#oldest) return
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
    if (format === null || position >= this.blocks.end) return false
    this.#catchUp.look(this.blocks.announcedMs(position), format, this.#pass.isCollecting)
    const { leaving } = this.#catchUp
    const isExamined = leaving !== 'all'
    const bytesPerScan = format.scanIndexes.length * 2
    const offset = this.#offset
    const sample = this.blocks.firstSample(position) + offset
    const most = Math.min(this.blocks.scans(position) - offset, Math.floor(sliceBytes / bytesPerScan))
    const scans = Math.min(most, this.#passSeams(sample) - sample)
    this.#pass.take(this.blocks.address(position) + offset * bytesPerScan, sample, scans, leaving)
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
