// Takes announced blocks in, in order, each once: index, gaps, pyramid, trigger. Knows what may still be read, and what
// to leave out when the stream is faster than the thread.

import type { Clock } from '#main/runtime/clock.ts'
import { ColumnReader } from '../envelope/column-reader.ts'
import { EnvelopePyramid } from '../envelope/envelope-pyramid.ts'
import { levelScans } from '../envelope/levels.ts'
import type { WaitForLane } from '../persistence/drawing-lanes.ts'
import { clustersOf, type MapLayout } from '../persistence/map-layout.ts'
import type { DrawnChannel } from '../persistence/map-painter.ts'
import { Phosphor } from '../persistence/phosphor.ts'
import type { BlockSink } from '../stream/announced-blocks.ts'
import { BlockIndex, type IndexedBlock } from '../stream/block-index.ts'
import type { AnalysisControl } from '../stream/control.ts'
import { GapList } from '../stream/gap-list.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import type { MemoryPlan } from '../thread/memory-plan.ts'
import type { AnalysedFormat, CodeTrigger } from '../thread/types.ts'
import { EdgeSearch } from '../trigger/edge-search.ts'
import type { TriggerEdge } from '../trigger/trigger-instant.ts'
import { TriggerLog } from '../trigger/trigger-log.ts'
import { BlockPass } from './block-pass.ts'

/** Bytes taken in between two looks at the clock: a fraction of a millisecond. */
const sliceBytes = 1024 * 1024
/** A block that waited longer than this makes the thread catch up: it leaves the trigger search out. ms. */
const lateMs = 250
/** And in any case before this share of the memory is behind it: what is left is read while the oldest is given back. */
const lateShare = 0.75
/** Two million waveforms a second are more than anybody shows; noting each costs about as much as drawing it. */
const leastHoldoffSeconds = 0.5e-6
/** A stream this young may be caught up with before anything else is said of it. ms. */
const warmUpMs = 5000
/** A thread that has caught up for so long without a look at the triggers knows nothing of them any more. */
const awayMs = 1000
/** How often it is looked what the trigger's channel spans (ms), and how far back. */
const spanLook = { everyMs: 100, seconds: 2 } as const

export class Intake implements BlockSink {
  readonly blocks = new BlockIndex()
  readonly gaps = new GapList()
  readonly triggers = new TriggerLog()
  readonly pyramid: EnvelopePyramid
  readonly reader: ColumnReader
  readonly phosphor: Phosphor
  readonly #pass: BlockPass
  readonly #edges: EdgeSearch
  readonly #control: AnalysisControl
  readonly #clock: Clock
  #format: AnalysedFormat | null = null
  #trigger: CodeTrigger | null = null
  #begin = 0
  #oldest = 0
  /** Position of the block being taken in, and how many of its scans are done. */
  #cursor = 0
  #offset = 0
  #catchingUp = false
  #begunMs = 0
  /** Samples from which on the signal is another one, oldest first. */
  #seams: number[] = []
  #lastTriggerMs = 0
  #foundMs = Number.NEGATIVE_INFINITY
  #lookedMs = 0
  #examined = 0
  #skipped = 0
  #found = 0

  constructor(
    buffer: SharedArrayBuffer,
    kernels: AnalysisKernels,
    plan: MemoryPlan,
    control: AnalysisControl,
    clock: Clock,
    waitForLane?: WaitForLane,
  ) {
    this.#control = control
    this.#clock = clock
    this.pyramid = new EnvelopePyramid(buffer, kernels, plan)
    this.reader = new ColumnReader(buffer, kernels, plan, this.blocks, this.pyramid)
    this.#edges = new EdgeSearch(buffer, kernels, plan, this.triggers)
    this.phosphor = new Phosphor(buffer, kernels, plan, this, waitForLane)
    this.#pass = new BlockPass(this.pyramid, this.#edges, this.phosphor)
  }

  get epoch(): number {
    return this.#format?.epoch ?? -1
  }

  get format(): AnalysedFormat | null {
    return this.#format
  }

  get trigger(): CodeTrigger | null {
    return this.#trigger
  }

  /** Where a trigger instant is interpolated. */
  get edge(): TriggerEdge | null {
    return this.#edges.isActive ? { channel: this.#edges.channel, level: this.#edges.level } : null
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

  /** The oldest sample that each level of the pyramid still covers. */
  get levelOldest(): number[] {
    return levelScans.map((_, level) => Math.max(this.#begin, this.pyramid.oldest(level)))
  }

  get lastTriggerMs(): number {
    return this.#lastTriggerMs
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
    return this.#catchingUp && this.#clock.nowMs() - this.#begunMs < warmUpMs
  }

  /** A new epoch: everything before it is forgotten. */
  begin(format: AnalysedFormat): void {
    this.#format = format
    this.blocks.clear()
    this.gaps.clear()
    this.triggers.clear()
    this.phosphor.begin(format.epoch)
    this.#cursor = this.#offset = 0
    this.#begin = this.#oldest = 0
    this.#catchingUp = false
    this.#seams = []
    this.#begunMs = this.#lastTriggerMs = this.#lookedMs = this.#clock.nowMs()
    this.#foundMs = Number.NEGATIVE_INFINITY
    this.#pass.reset(format.scanIndexes.length, 0)
    this.#edges.configure(this.#trigger, format.scanIndexes)
  }

  setTrigger(trigger: CodeTrigger): void {
    this.#trigger = trigger
    this.#edges.configure(trigger, this.#format?.scanIndexes ?? [])
    this.triggers.clear()
    this.phosphor.clear()
    this.#lastTriggerMs = this.#clock.nowMs()
    this.#foundMs = Number.NEGATIVE_INFINITY
  }

  /**
   * From `sample` of an epoch on the signal is another one. What is drawn of the one before goes out when that sample is
   * taken in, and at once when it was already.
   */
  markSeam(epoch: number, sample: number): void {
    if (epoch !== this.epoch) return
    if (sample <= this.end) this.phosphor.clear()
    else this.#seams.push(sample)
  }

  /** A trigger here and now, whatever the signal does. */
  forceTrigger(): void {
    if (this.#format === null) return
    this.triggers.push(this.end)
    this.#lastTriggerMs = this.#clock.nowMs()
  }

  /**
   * What a waveform is from now on, the channels that are drawn (null: that of the trigger, whole), and the longest window
   * being watched, in scans.
   */
  setWaveform(layout: MapLayout, longestScans: number, drawn: readonly DrawnChannel[] | null): void {
    const { scanIndexes = [], samplingFrequencyHz = 1 } = this.#format ?? {}
    const alone = this.#edges.isActive ? [{ place: this.#edges.channel, range: null }] : []
    const drawing = drawn ?? alone
    // An eighth of overlap, so that with noise a signal of just this period is not seen every other time; for the longest
    // window no more triggers than the log can hold; and never more than a thread can list.
    const holdoffScans = Math.max(
      (layout.columns * layout.step * 7) / 8,
      longestScans / 4096,
      leastHoldoffSeconds * samplingFrequencyHz,
    )
    this.phosphor.configure(
      {
        layout,
        channels: Math.max(1, scanIndexes.length),
        drawn: drawing,
        clusters: clustersOf(layout, samplingFrequencyHz, drawing.length),
      },
      this.edge,
      samplingFrequencyHz / holdoffScans,
    )
    this.#edges.holdoffScans = holdoffScans
  }

  announce(block: IndexedBlock): void {
    if (this.blocks.end === 0) {
      this.#begin = block.firstSample
      this.#pass.reset(this.#format?.scanIndexes.length ?? 1, block.firstSample)
    } else if (block.lostBefore > 0) this.gaps.push(block.firstSample - block.lostBefore, block.lostBefore)
    this.blocks.push(block)
  }

  /** The oldest sample of `epoch` whose memory is still its own; Infinity when the epoch is over. */
  validSince(epoch: number): number {
    return this.#control.oldestValid(epoch)
  }

  /** Forgets blocks the host has given back. */
  prune(): void {
    const valid = this.validSince(this.epoch)
    if (valid <= this.#oldest) return
    this.#oldest = valid
    this.blocks.dropBefore(valid)
    this.gaps.dropBefore(Math.min(valid, ...this.levelOldest))
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
    this.#decideCatchingUp(position, format)
    const bytesPerScan = format.scanIndexes.length * 2
    const offset = this.#offset
    const sample = this.blocks.firstSample(position) + offset
    const most = Math.min(this.blocks.scans(position) - offset, Math.floor(sliceBytes / bytesPerScan))
    const scans = Math.min(most, this.#passSeams(sample) - sample)
    const search = !this.#catchingUp
    const before = this.triggers.count
    this.#pass.take(this.blocks.address(position) + offset * bytesPerScan, sample, scans, search)
    const valid = this.validSince(format.epoch)
    // A waveform may reach back into blocks that were given back meanwhile.
    if (valid > this.phosphor.collector.takeOldestRead()) this.phosphor.clear()
    if (valid > this.blocks.firstSample(position)) {
      // Given back while it was read: nothing found in it is believed. `prune` goes on behind it.
      this.triggers.truncate(before)
      this.#pass.takeBack(sample)
      this.prune()
      return true
    }
    if (search) this.#searched(scans, before)
    else this.#lookedAway()
    this.#lookAtSpan(format)
    this.#offset += scans
    if (this.#offset >= this.blocks.scans(position)) {
      this.#control.noteRead(format.epoch, this.end, this.#clock.nowMs())
      this.#cursor++
      this.#offset = 0
      if (!search) this.#skip(1)
    }
    this.#control.setStat('newestSample', this.end)
    return true
  }

  /** Goes over the seams up to `sample`; returns where the next one is. */
  #passSeams(sample: number): number {
    while (this.#seams.length > 0 && this.#seams[0]! <= sample) {
      this.#seams.shift()
      this.phosphor.clear()
    }
    return this.#seams[0] ?? Number.POSITIVE_INFINITY
  }

  #decideCatchingUp(position: number, format: AnalysedFormat): void {
    const bytesPerSecond = format.samplingFrequencyHz * format.scanIndexes.length * 2
    const limitMs = Math.min(lateMs, ((this.#control.budgetBytes * lateShare) / bytesPerSecond) * 1000)
    const waitedMs = this.#clock.nowMs() - this.blocks.announcedMs(position)
    if (waitedMs > limitMs) this.#catchingUp = true
    else if (waitedMs < limitMs / 2) this.#catchingUp = false
  }

  #searched(scans: number, before: number): void {
    if (this.#edges.isActive) this.#examined += scans
    const found = this.triggers.count - before
    if (found > 0) this.#lastTriggerMs = this.#foundMs = this.#clock.nowMs()
    this.#found += found
    this.#control.setStat('examinedSamples', this.#examined)
    this.#control.setStat('triggers', this.#found)
    this.#control.setStat('waveforms', this.phosphor.collector.waveforms)
  }

  /** Where nobody looks for triggers none is missed: auto mode goes on waiting for a while, and the last record stays. */
  #lookedAway(): void {
    if (this.#clock.nowMs() - this.#foundMs < awayMs) this.#lastTriggerMs = this.#clock.nowMs()
  }

  /** Now and then: how much hysteresis the signal needs. */
  #lookAtSpan({ samplingFrequencyHz, scanIndexes }: AnalysedFormat): void {
    const nowMs = this.#clock.nowMs()
    if (!this.#edges.isActive || nowMs - this.#lookedMs < spanLook.everyMs) return
    this.#lookedMs = nowMs
    const scans = Math.max(1, Math.min(this.end - this.oldest, Math.ceil(spanLook.seconds * samplingFrequencyHz)))
    const { min, max } = this.reader.extremes(this.end - scans, scans, scanIndexes.length, this.#edges.channel)
    if (min <= max) this.#edges.spanCodes = max - min
  }

  #skip(blocks: number): void {
    this.#skipped += blocks
    this.#control.setStat('skippedBlocks', this.#skipped)
  }
}
