// Segments as a part of the pass: on every event that comes when it may, the scans around it are copied out of the blocks, back to back,
// until there are as many as wanted. It has a hold-off of its own: a segment must be over before the next trigger.
import type { AnalysedFormat } from '../stream/format.ts'
import type { PassPart } from '../stream/pass-part.ts'
import type { Tile } from '../stream/tile.ts'
import { type Holdoff, HoldoffGate } from '../trigger/holdoff-gate.ts'
import type { TriggerEdge } from '../trigger/trigger-instant.ts'
import type { EventFollower, TriggerLog } from '../trigger/trigger-log.ts'
import { PendingTriggers } from './pending-triggers.ts'
import { type Account, figuresOf, nothing } from './segment-account.ts'
import type { SegmentFigures, SegmentsWanted } from './segment-figures.ts'
import { type SegmentStore, segmentBytes } from './segment-store.ts'
import { type SegmentTools, SegmentWriter } from './segment-writer.ts'

interface Tools extends SegmentTools {
  readonly triggers: TriggerLog
}

/** Pages of memory that are made ready at once: some tenths of a millisecond. */
const pagesAtOnce = 64

export class SegmentPart implements PassPart, EventFollower {
  readonly leftOut = 'last'
  readonly #triggers: TriggerLog
  readonly #writer: SegmentWriter
  /** Triggers that wait for their last scans. */
  readonly #pending: PendingTriggers
  readonly #gate = new HoldoffGate()
  #own: Holdoff = { scans: 0, events: 0 }
  #format: AnalysedFormat | null = null
  #wanted: SegmentsWanted | null = null
  #room = 0
  readonly #now: Account = { ...nothing }
  /** The same when the memory was last known to be whole. */
  readonly #certain: Account = { ...nothing }
  /** Events that came while the last one waited: lost, if that one is cut. */
  #meanwhile = 0
  /** Scans from here up to #end were looked at in one piece, and are of one signal. */
  #first = Number.NaN
  #end = Number.NaN
  #toldFull = false
  #generation = 0

  constructor(tools: Tools) {
    this.#triggers = tools.triggers
    this.#writer = new SegmentWriter(tools)
    this.#pending = new PendingTriggers(tools.buffer, tools.memory.pending)
  }

  get store(): SegmentStore {
    return this.#writer.store
  }

  /** What is kept from now on, beginning anew; null: nothing more, and what there was is forgotten. */
  set(wanted: SegmentsWanted | null): void {
    this.#wanted = wanted
    this.#triggers.follower = wanted === null ? null : this
    this.clear()
  }

  /** Where instants are interpolated from now on. */
  configure(edge: TriggerEdge | null): void {
    this.#writer.edge = edge
  }

  /** Another number when any segment that was kept is no more what it was. */
  get generation(): number {
    return this.#generation
  }

  /** Begins anew: with the events from now on. */
  clear(): void {
    this.#generation++
    Object.assign(this.#now, nothing)
    Object.assign(this.#certain, nothing)
    this.#pending.clear()
    this.#meanwhile = 0
    this.#toldFull = false
    this.#gate.restart()
    this.#fitGate()
    if (this.#wanted === null || this.#format === null) return
    const { scans, before } = this.#wanted
    const room = this.#writer.configure(scans, before, this.#format.scanIndexes.length)
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
    this.#pending.push(sample, line)
  }

  events(offsets: Uint32Array, from: number, until: number, sample: number): void {
    if (this.#format === null) return
    const now = this.#now
    for (let k = from; k < until && now.kept < this.#room; k++) {
      if (this.#isFull) {
        this.#meanwhile += until - k
        return
      }
      const next = this.#gate.passNext(offsets, k, until, sample)
      now.lost += next - k
      if (next === until) return
      k = next
      const trigger = sample + offsets[k]!
      if (trigger - this.before < this.#first) now.cut++
      else this.#pending.push(trigger, 0)
    }
  }

  /** There is room for more segments. */
  get isCollecting(): boolean {
    return this.#wanted !== null && !this.#isFull
  }

  reckon(events: number): void {
    if (!this.#isFull) this.#now.lost += events
  }

  begin(format: AnalysedFormat): void {
    this.#format = format
    this.#first = this.#end = Number.NaN
    this.#writer.begin()
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
    if (this.#wanted !== null) this.#writer.keep(this.#pending, this.#end, this.#now)
  }

  /** A segment may reach back into blocks that were given back meanwhile. */
  takeOldestRead(): number {
    return this.#writer.takeOldestRead()
  }

  retract(sample: number): void {
    const taken = this.#now.kept - this.#certain.kept
    // What was not looked at before the stretch stays so.
    Object.assign(this.#now, this.#certain, { blind: this.#now.blind })
    this.#now.cut += taken
    this.#cutPending()
    this.#first = Math.max(this.#first, sample)
    // Of a stretch that was left out nothing was looked at, and more may be missing before it.
    this.#end = Math.min(this.#end, sample)
  }

  passed(): void {
    Object.assign(this.#certain, this.#now)
  }

  seam(sample: number): void {
    this.#first = Math.max(this.#first, sample)
    if (this.#wanted === null) return
    this.#cutPending(this.#pending.before(sample + this.before))
    this.#cutAcross(sample)
    this.passed()
  }

  /**
   * Makes some of the memory ready that is going to be written, while there is nothing else to do, from when segments are wanted on:
   * before there is a stream they are taken to be of one channel. Returns whether there is more.
   */
  prepare(): boolean {
    if (this.#wanted === null) return false
    const { count, scans } = this.#wanted
    return this.store.prepare(count * segmentBytes(scans, this.#format?.scanIndexes.length ?? 1), pagesAtOnce)
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
    return this.#now.kept + this.#pending.count >= this.#room
  }

  #fitGate(): void {
    this.#gate.holdoff = { scans: Math.max(1, this.#after, this.#own.scans), events: this.#own.events }
  }

  /** The oldest, so many. */
  #cutPending(count = this.#pending.count): void {
    if (count === 0) return
    this.#now.cut += count
    this.#now.lost += this.#meanwhile
    this.#meanwhile = 0
    this.#pending.drop(count)
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
    this.#generation++
    store.remove(from, until, now.kept)
    now.kept -= until - from
    now.cut += until - from
    this.#writer.measureAnew(now)
    this.#toldFull = false
  }
}
