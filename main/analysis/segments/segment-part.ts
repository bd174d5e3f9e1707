// Segments as a part of the pass: on every event that comes when it may, the scans around it are copied out of the blocks, back to back,
// until there are as many as wanted. It has a hold-off of its own: a segment must be over before the next trigger.
import type { BlockIndex } from '../stream/block-index.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import type { MemoryRange } from '../stream/memory-layout.ts'
import type { PassPart } from '../stream/pass-part.ts'
import { type Tile, tileBytes } from '../stream/tile.ts'
import { type Holdoff, HoldoffGate } from '../trigger/holdoff-gate.ts'
import { codesOf, lagOf, type TriggerEdge } from '../trigger/trigger-instant.ts'
import type { EventFollower, TriggerLog } from '../trigger/trigger-log.ts'
import { type Account, figuresOf, nothing } from './segment-account.ts'
import type { SegmentFigures, SegmentsWanted } from './segment-figures.ts'
import { SegmentStore } from './segment-store.ts'

interface Tools {
  readonly buffer: SharedArrayBuffer
  readonly kernels: Pick<AnalysisKernels, 'copy'>
  readonly memory: MemoryRange
  readonly blocks: BlockIndex
  readonly triggers: TriggerLog
}

/** Scans around a trigger that its instant is interpolated of. */
const around = 2
/** More events than these cannot wait for their last scans: each has at least one, and all but one are of one tile. */
const mostPending = tileBytes / 2 + around + 1
/** Of an event that is none of the signal. */
const noLine = 255

export class SegmentPart implements PassPart, EventFollower {
  readonly leftOut = 'last'
  readonly store: SegmentStore
  readonly #tools: Tools
  readonly #codes: Int16Array
  readonly #gate = new HoldoffGate()
  #own: Holdoff = { scans: 0, events: 0 }
  #format: AnalysedFormat | null = null
  #wanted: SegmentsWanted | null = null
  #edge: TriggerEdge | null = null
  #room = 0
  readonly #now: Account = { ...nothing }
  /** The same when the memory was last known to be whole. */
  readonly #certain: Account = { ...nothing }
  /** Triggers that wait for their last scans, from #head up to #tail. */
  readonly #samples = new Float64Array(mostPending)
  readonly #lines = new Uint8Array(mostPending)
  #head = 0
  #tail = 0
  /** Events that came while the last one waited: lost, if that one is cut. */
  #meanwhile = 0
  /** Scans from here up to #end were looked at in one piece, and are of one signal. */
  #first = Number.NaN
  #end = Number.NaN
  #oldestRead = Number.POSITIVE_INFINITY
  /** The block that was last copied from. */
  #position = -1
  #toldFull = false

  constructor(tools: Tools) {
    this.#tools = tools
    this.#codes = new Int16Array(tools.buffer)
    this.store = new SegmentStore(tools.buffer, tools.memory)
  }

  /** What is kept from now on, beginning anew; null: nothing more, and what there was is forgotten. */
  set(wanted: SegmentsWanted | null): void {
    this.#wanted = wanted
    this.#tools.triggers.follower = wanted === null ? null : this
    this.clear()
  }

  /** Where instants are interpolated from now on. */
  configure(edge: TriggerEdge | null): void {
    this.#edge = edge
  }

  /** Begins anew: with the events from now on. */
  clear(): void {
    Object.assign(this.#now, nothing)
    Object.assign(this.#certain, nothing)
    this.#head = this.#tail = this.#meanwhile = 0
    this.#toldFull = false
    this.#gate.restart()
    this.#fitGate()
    if (this.#wanted === null || this.#format === null) return
    const room = this.store.configure(this.#wanted.scans, this.#format.scanIndexes.length)
    this.#room = Math.min(this.#wanted.count, room)
  }

  holdOff(holdoff: Holdoff): number {
    this.#own = holdoff
    this.#fitGate()
    return this.#isFull ? Number.POSITIVE_INFINITY : this.#gate.holdoff.scans
  }

  get heldUntil(): number {
    return this.#isFull ? Number.POSITIVE_INFINITY : this.#gate.heldUntil
  }

  event(sample: number, line: number | null): void {
    const now = this.#now
    if (now.kept >= this.#room || this.#format === null) return
    if (this.#isFull) {
      this.#meanwhile++
      return
    }
    if (!this.#gate.passes(sample)) {
      now.lost++
      return
    }
    if (sample - this.before < this.#first) {
      now.cut++
      return
    }
    this.#lines[this.#tail] = line ?? noLine
    this.#samples[this.#tail++] = sample
  }

  reckon(events: number): void {
    if (!this.#isFull) this.#now.lost += events
  }

  begin(format: AnalysedFormat): void {
    this.#format = format
    this.#first = this.#end = Number.NaN
    this.#position = -1
    this.clear()
  }

  restart(sample: number): void {
    if (!Number.isNaN(this.#end) && this.#wanted !== null && !this.#isFull) this.#now.blind += sample - this.#end
    this.#cutPending()
    this.#first = sample
    this.#gate.restart()
  }

  take({ sample, scans }: Tile): void {
    this.#end = sample + scans
    if (this.#wanted === null || this.#tail === 0) return
    const needed = Math.max(around, this.#after)
    while (this.#head < this.#tail && this.#samples[this.#head]! + needed <= this.#end) {
      this.#keep(this.#samples[this.#head]!, this.#lines[this.#head]!)
      this.#head++
    }
    // What still waits moves to the front: it is one, or a few where a segment ends with its trigger.
    if (this.#head === 0) return
    this.#samples.copyWithin(0, this.#head, this.#tail)
    this.#lines.copyWithin(0, this.#head, this.#tail)
    this.#tail -= this.#head
    this.#head = 0
  }

  /** A segment may reach back into blocks that were given back meanwhile. */
  takeOldestRead(): number {
    const oldest = this.#oldestRead
    this.#oldestRead = Number.POSITIVE_INFINITY
    return oldest
  }

  retract(sample: number): void {
    const taken = this.#now.kept - this.#certain.kept
    Object.assign(this.#now, this.#certain)
    this.#now.cut += taken
    this.#cutPending()
    this.#first = Math.max(this.#first, sample)
    this.#end = sample
  }

  passed(): void {
    Object.assign(this.#certain, this.#now)
  }

  seam(sample: number): void {
    this.#first = Math.max(this.#first, sample)
    if (this.#wanted === null) return
    for (let k = this.#tail - 1; k >= this.#head; k--)
      if (this.#samples[k]! - this.before < sample) {
        this.#cutPending(k + 1)
        break
      }
    this.#cutAcross(sample)
    this.passed()
  }

  /** True once, when there are as many as there is room for. */
  takeFull(): boolean {
    if (this.#toldFull || this.#wanted === null || this.#room === 0 || this.#certain.kept < this.#room) return false
    this.#toldFull = true
    return true
  }

  /** Of what is certain. Null: no segments are wanted. */
  figures(): SegmentFigures | null {
    if (this.#wanted === null) return null
    const room = this.#format === null ? this.#wanted.count : this.#room
    return figuresOf(this.#certain, this.store, this.#wanted.count, room)
  }

  /** Segments that may be read. */
  get kept(): number {
    return this.#certain.kept
  }

  /** Of the trigger of a segment, in scans since the first sample of the stream, with a fraction. */
  instant(index: number): number {
    return this.store.sample(index) - this.store.lag(index)
  }

  /** Scans before the trigger's sample. */
  get before(): number {
    return this.#wanted?.before ?? 0
  }

  get #after(): number {
    return this.#wanted === null ? 0 : this.#wanted.scans - this.#wanted.before
  }

  get #isFull(): boolean {
    return this.#now.kept + (this.#tail - this.#head) >= this.#room
  }

  #fitGate(): void {
    this.#gate.holdoff = { scans: Math.max(1, this.#after, this.#own.scans), events: this.#own.events }
  }

  /** Those before `until`. */
  #cutPending(until = this.#tail): void {
    if (until === this.#head) return
    this.#now.cut += until - this.#head
    this.#now.lost += this.#meanwhile
    this.#meanwhile = 0
    this.#head = until
  }

  #keep(trigger: number, line: number): void {
    const now = this.#now
    const index = now.kept
    if (!this.#copy(trigger - this.before, index)) {
      now.cut++
      return
    }
    this.store.note(index, trigger, this.#lagOf(trigger, line))
    now.kept++
    if (index > 0) this.#noteDistance(index)
  }

  #noteDistance(index: number): void {
    const now = this.#now
    const distance = this.store.distance(index)
    now.least = Math.min(now.least, distance)
    now.most = Math.max(now.most, distance)
    const rearm = this.store.sample(index) - this.store.sample(index - 1) - this.#after
    now.rearm = Math.min(now.rearm, rearm)
  }

  /** False: some of the scans are not in memory. */
  #copy(from: number, index: number): boolean {
    const { blocks, kernels } = this.#tools
    const { scans, channels } = this.store
    const bytesPerScan = channels * 2
    const to = this.store.address(index)
    this.#oldestRead = Math.min(this.#oldestRead, from)
    if (!blocks.holds(this.#position, from, from + scans)) this.#position = blocks.find(from)
    if (blocks.holds(this.#position, from, from + scans)) {
      const address = blocks.address(this.#position) + (from - blocks.firstSample(this.#position)) * bytesPerScan
      kernels.copy(to, address, scans * bytesPerScan)
      return true
    }
    let present = 0
    blocks.forEachRun(from, from + scans, bytesPerScan, (address, sample, run) => {
      kernels.copy(to + (sample - from) * bytesPerScan, address, run * bytesPerScan)
      present += run
    })
    return present === scans
  }

  /** Scans from the instant to the sample, at the line that was met. */
  #lagOf(trigger: number, line: number): number {
    if (this.#edge === null || line === noLine) return 0
    const { blocks } = this.#tools
    const { channels } = this.store
    const { lines, behind } = this.#edge
    const met = lines[line]
    if (met === undefined) return 0
    const sample = trigger - behind
    const code = codesOf(this.#codes, blocks, met.channel, channels, this.#position)
    return lagOf(code, sample, met.level)
  }

  /** The signal is another one from `sample` on, which may be behind already: what reaches over it is none of either. */
  #cutAcross(sample: number): void {
    const { store } = this
    const now = this.#now
    let from = now.kept
    while (from > 0 && store.sample(from - 1) + this.#after > sample) from--
    let until = from
    while (until < now.kept && store.sample(until) - this.before < sample) until++
    if (until === from) return
    store.remove(from, until, now.kept)
    now.kept -= until - from
    now.cut += until - from
    now.least = now.rearm = Number.POSITIVE_INFINITY
    now.most = Number.NEGATIVE_INFINITY
    for (let k = 1; k < now.kept; k++) this.#noteDistance(k)
    this.#toldFull = false
  }
}
