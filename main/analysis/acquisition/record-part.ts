// Records as a part of the pass: every trigger whose window is complete is taken into the mean or the envelope of records, as soon as
// its last sample has been looked at. Records that there is no time for, and those with samples missing, are left out and counted.
import type { Clock } from '#main/runtime/clock.ts'
import type { AcquisitionName, AcquisitionSettings } from '#shared/kinds/acquisitions.ts'
import type { ColumnReader } from '../envelope/column-reader.ts'
import type { BlockIndex } from '../stream/block-index.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import type { PassPart } from '../stream/pass-part.ts'
import { interpolateEdge, type TriggerEdge } from '../trigger/trigger-instant.ts'
import type { TriggerLog } from '../trigger/trigger-log.ts'
import { claimRecordEnvelope, RecordEnvelope } from './record-envelope.ts'
import { neededFor, type RecordGrid, type RecordWindow, recordGrid, sameGrid } from './record-grid.ts'
import { claimRecordMean, RecordMean } from './record-mean.ts'
import { claimSumReader, SumReader } from './sum-reader.ts'

export type RecordMemory = ReturnType<typeof claimRecords>

/** Nothing is written there before a mode needs it. */
export function claimRecords(layout: MemoryLayout) {
  return { mean: claimRecordMean(layout), envelope: claimRecordEnvelope(layout), sums: claimSumReader(layout) }
}

/** Records take so much of the time in which their samples came, at most: the trigger and the picture come first. */
const mostTime = 0.2

interface Tools {
  readonly buffer: SharedArrayBuffer
  readonly kernels: AnalysisKernels
  readonly memory: RecordMemory
  readonly blocks: BlockIndex
  readonly triggers: TriggerLog
  readonly reader: ColumnReader
  readonly clock: Clock
}

/** A trace of records. */
export interface RecordTrace {
  readonly grid: RecordGrid
  readonly records: number
  /** Of a mean: records whose plain mean has as much noise. */
  readonly equalRecords: number
  /** As many as are wanted; 0: all. */
  readonly wanted: number
  /** Of the records that there were since the trace began. */
  readonly share: number
  /** Of a channel, by its place in the scan, in codes: one of each point, or of an envelope two. */
  values(place: number): Float32Array<ArrayBuffer>
}

interface Block {
  readonly records: number
  readonly values: readonly Float32Array<ArrayBuffer>[]
}

export class RecordPart implements PassPart {
  readonly leftOut = 'first'
  readonly #tools: Tools
  readonly #mean: RecordMean
  readonly #envelope: RecordEnvelope
  /** Sums of columns, also for who draws in high resolution. */
  readonly sums: SumReader
  readonly #codes: Int16Array
  #format: AnalysedFormat | null = null
  #settings: AcquisitionSettings = { kind: 'sample' }
  #window: RecordWindow | null = null
  #edge: TriggerEdge | null = null
  #grid: RecordGrid | null = null
  /** In the trace under way. */
  #records = 0
  /** Of the weights that the records have in the mean: the sum of their squares, which the noise's variance is multiplied by. */
  #squares = 1
  /** The last block that is complete. */
  #block: Block | null = null
  #used = 0
  #leftOut = 0
  /** Index in the log of the first trigger that was not complete yet. */
  #next = 0
  #end = 0
  /** The first sample of the stream, or of the signal as it is now; NaN: it has not come. */
  #first = Number.NaN
  #oldestRead = Number.POSITIVE_INFINITY

  constructor(tools: Tools) {
    const { buffer, kernels, memory, blocks, reader } = tools
    this.#tools = tools
    this.#codes = new Int16Array(buffer)
    this.sums = new SumReader(buffer, kernels, memory.sums, blocks)
    this.#mean = new RecordMean({ buffer, kernels, memory: memory.mean, blocks, reader: this.sums })
    this.#envelope = new RecordEnvelope({ buffer, kernels, memory: memory.envelope, reader })
  }

  /** How the trace is made from now on; one of records begins anew. */
  set(settings: AcquisitionSettings): void {
    this.#settings = settings
    this.#begin()
  }

  /** The window of a record; null: there is none to take records of. Another one begins the trace anew. */
  configure(window: RecordWindow | null, edge: TriggerEdge | null): void {
    this.#edge = edge
    this.#window = window
    if (!sameGrid(this.#gridNow(), this.#grid)) this.#begin()
  }

  begin(format: AnalysedFormat): void {
    this.#format = format
    this.#end = 0
    this.#first = Number.NaN
    this.sums.begin(format.scanIndexes.length)
    this.#begin()
  }

  /** Records that reach over the interruption are left out. */
  restart(sample: number): void {
    if (this.#grid !== null) this.#leftOut += Math.max(0, this.#tools.triggers.count - this.#next)
    this.#next = this.#tools.triggers.count
    this.#end = sample
    if (Number.isNaN(this.#first)) this.#first = sample
  }

  take(): void {}

  finish(end: number): void {
    const begin = this.#end
    this.#end = end
    if (this.#grid === null || this.#format === null) return
    const { triggers, clock } = this.#tools
    const { from, until } = neededFor(this.#grid)
    const stopMs = clock.nowMs() + ((end - begin) / this.#format.samplingFrequencyHz) * 1000 * mostTime
    for (this.#next = Math.max(this.#next, triggers.oldest); this.#next < triggers.count; this.#next++) {
      const trigger = triggers.at(this.#next)
      if (trigger + until > end) return
      // Its first samples were never captured, or are of another signal.
      if (trigger - 1 + from < this.#first) continue
      const isTaken = clock.nowMs() <= stopMs && this.#add(trigger, end)
      if (isTaken) this.#used++
      else this.#leftOut++
    }
  }

  /** A record may reach back into blocks that were given back meanwhile. */
  takeOldestRead(): number {
    const oldest = this.#oldestRead
    this.#oldestRead = Number.POSITIVE_INFINITY
    return oldest
  }

  /** Nobody knows which record was not whole: the trace begins anew. */
  retract(): void {
    this.#begin()
  }

  seam(sample: number): void {
    this.#first = sample
    this.#begin()
  }

  /** The trace begins anew: the trigger, or what is wanted, is another one. */
  clear(): void {
    this.#begin()
  }

  /** What there is; null: no record was taken in. */
  trace(): RecordTrace | null {
    if (this.#grid === null || (this.#records === 0 && this.#block === null)) return null
    const block = this.#block
    const all = this.#used + this.#leftOut
    return {
      grid: this.#grid,
      records: block?.records ?? this.#records,
      equalRecords: block?.records ?? 1 / this.#squares,
      wanted: this.wanted,
      share: all === 0 ? 1 : this.#used / all,
      values: (place) => block?.values[place] ?? this.#values(place),
    }
  }

  get mode(): AcquisitionName {
    return this.#settings.kind
  }

  /** Whether it is of this window. */
  isOf(window: RecordWindow): boolean {
    return sameGrid(recordGrid(window), this.#grid)
  }

  /** Records that are wanted; 0: all. */
  get wanted(): number {
    const settings = this.#settings
    if (settings.kind === 'average') return settings.count
    return settings.kind === 'envelope' && settings.extent === 'block' ? settings.count : 0
  }

  get #isInBlocks(): boolean {
    const settings = this.#settings
    if (settings.kind === 'average') return settings.method === 'block'
    return settings.kind === 'envelope' && settings.extent === 'block'
  }

  #gridNow(): RecordGrid | null {
    const { kind } = this.#settings
    const isOfRecords = kind === 'average' || kind === 'envelope'
    return isOfRecords && this.#window !== null && this.#format !== null ? recordGrid(this.#window) : null
  }

  #begin(): void {
    this.#next = this.#tools.triggers.count
    this.#records = this.#used = this.#leftOut = 0
    this.#block = null
    this.#grid = this.#gridNow()
    if (this.#grid === null || this.#format === null) return
    this.#mean.configure(this.#grid, this.#format.scanIndexes.length)
    this.#envelope.configure(this.#grid, this.#format.scanIndexes.length)
  }

  #values(place: number): Float32Array<ArrayBuffer> {
    return this.#settings.kind === 'average' ? this.#mean.values(place) : this.#envelope.values(place)
  }

  /** False: samples of it are missing. */
  #add(trigger: number, end: number): boolean {
    const instant = trigger - this.#lagOf(trigger)
    // By rounding a record may lie one scan further back or on.
    const needed = neededFor(this.#grid!)
    const from = Math.floor(instant) + needed.from
    const until = Math.min(end, Math.floor(instant) + needed.until + 1)
    if (!this.#isWhole(from, until)) return false
    this.#oldestRead = Math.min(this.#oldestRead, from)
    const { kind } = this.#settings
    if (this.#isInBlocks && this.#records === this.wanted) this.#records = 0
    if (kind === 'average') this.#average(instant)
    else this.#envelope.add(instant, this.#records === 0, end)
    this.#records++
    if (kind === 'average' && !this.#isInBlocks) this.#records = Math.min(this.#records, this.wanted)
    if (this.#isInBlocks && this.#records === this.wanted)
      this.#block = {
        records: this.#records,
        values: this.#format!.scanIndexes.map((_, place) => this.#values(place)),
      }
    return true
  }

  /**
   * Records have the same weight until there are so many that a new one weighs 2 / (count + 1). With that weight the noise of an
   * exponential mean is that of a plain one of `count` records: its variance is w / (2 - w) of that of one record.
   */
  #average(instant: number): void {
    const least = this.#isInBlocks ? 0 : 2 / (this.wanted + 1)
    const gain = Math.max(1 / (this.#records + 1), least)
    this.#squares = (1 - gain) ** 2 * (gain === 1 ? 0 : this.#squares) + gain ** 2
    this.#mean.add(instant, gain)
  }

  #isWhole(from: number, until: number): boolean {
    let present = 0
    this.#tools.blocks.forEachRun(from, until, this.#format!.scanIndexes.length * 2, (_address, _sample, scans) => {
      present += scans
    })
    return present === until - from
  }

  #lagOf(trigger: number): number {
    if (this.#edge === null) return 0
    const { blocks, triggers } = this.#tools
    const line = triggers.lineAt(trigger)
    return interpolateEdge(this.#codes, blocks, this.#format!.scanIndexes.length, this.#edge, trigger, line)
  }
}
