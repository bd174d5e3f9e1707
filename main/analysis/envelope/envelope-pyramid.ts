// Minimum and maximum of everything in memory, and of what was long before it, at four widths. Column c of a level stands
// for the samples c * width up to (c + 1) * width, counted from the begin of the stream, so a column never depends on how
// blocks were cut. Levels are rings of the same number of columns: column c lives in slot c modulo that number, and old
// columns are simply written over.

import type { AnalysedFormat } from '../stream/format.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { maxChannels } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import type { PassPart } from '../stream/pass-part.ts'
import type { Tile } from '../stream/tile.ts'
import { emptyColumn, mergePairs } from './column.ts'
import { level0Scans, levelCount, levelFactor, levelScans } from './levels.ts'

/** A level holds a multiple of this many columns, so that those that make one of the next never wrap between. */
const levelGranule = levelFactor ** (levelCount - 1)
/** A level takes at least so much, however short the history: ten seconds at 1 GS/s are 150,000 columns of level 2. */
const leastLevelBytes = 2 << 20

export interface PyramidMemory {
  /** The levels, one behind the other. */
  readonly levels: number
  /** Bytes of each of them. */
  readonly levelBytes: number
  /** Room for one column. */
  readonly oneColumn: number
}

/**
 * A column costs 4 bytes per channel where its samples cost 512: level 0 of 2 GiB of samples takes 17 MiB. Every level
 * takes as much, so each reaches back sixteen times as far as the one below: at 1 GS/s a second, 17 seconds, 4 minutes, an
 * hour.
 */
export function claimPyramid(layout: MemoryLayout): PyramidMemory {
  // One granule of columns more than the budget holds, for what is written before the oldest is given up.
  const granuleBytes = levelGranule * maxChannels * 4
  const { historyBytes } = layout.sizes
  const level0Bytes = (Math.ceil(historyBytes / (level0Scans / 2) / granuleBytes) + 1) * granuleBytes
  const levelBytes = Math.max(level0Bytes, leastLevelBytes)
  return { levels: layout.take(levelBytes * levelCount), levelBytes, oneColumn: layout.take(maxChannels * 4) }
}

export class EnvelopePyramid implements PassPart {
  readonly leftOut = 'never'
  readonly #kernels: AnalysisKernels
  readonly #memory: PyramidMemory
  readonly #pairs: Int32Array
  readonly #codes: Int16Array
  #channels = 1
  /** Columns of each level. */
  #length = 0
  #firstSample = 0
  /** Nothing was taken in: the stream begins wherever its first sample is. */
  #isNew = true
  /** Columns finished on each level, counted from sample 0. */
  readonly #finished = new Float64Array(levelCount)
  /** Min and max of the open level-0 column, channel by channel. */
  #open = new Int16Array(2)
  #end = 0

  constructor(buffer: SharedArrayBuffer, kernels: AnalysisKernels, memory: PyramidMemory) {
    this.#kernels = kernels
    this.#memory = memory
    this.#pairs = new Int32Array(buffer)
    this.#codes = new Int16Array(buffer)
    this.reset(1, 0)
  }

  /** One behind the newest sample taken in. */
  get end(): number {
    return this.#end
  }

  /** The first sample of the oldest column a level still has. */
  oldest(level: number): number {
    const column = Math.max(0, this.#finished[level]! - this.#length)
    return Math.max(Math.floor(this.#firstSample / levelScans[level]!), column) * levelScans[level]!
  }

  /** Columns of `level` that are finished; those from its oldest on may be merged. */
  finished(level: number): number {
    return this.#finished[level]!
  }

  /** The same of each level. */
  get levelOldest(): number[] {
    return levelScans.map((_, level) => this.oldest(level))
  }

  get oldestKept(): number {
    return Math.min(...this.levelOldest)
  }

  begin(format: AnalysedFormat): void {
    this.reset(format.scanIndexes.length, 0)
    this.#isNew = true
  }

  restart(sample: number): void {
    if (this.#isNew) this.reset(this.#channels, sample)
    else this.skipTo(sample)
  }

  take({ address, scans }: Tile): void {
    this.append(address, scans)
  }

  /** Begins again with a stream of `channels` channels whose first sample is `firstSample`. */
  reset(channels: number, firstSample: number): void {
    this.#isNew = false
    this.#channels = channels
    this.#length = Math.floor(this.#memory.levelBytes / (4 * channels) / levelGranule) * levelGranule
    this.#firstSample = firstSample
    const start = Math.floor(firstSample / levelScans[levelCount - 1]!)
    // Every level begins at the same sample, below the first one; what lies between is empty.
    for (let level = 0; level < levelCount; level++)
      this.#finished[level] = start * levelFactor ** (levelCount - 1 - level)
    this.#open = new Int16Array(2 * channels)
    this.#clearOpen()
    this.#end = this.#finished[0]! * level0Scans
    this.skipTo(firstSample)
  }

  /** Takes in `scans` scans at `address`, which follow what is there. */
  append(address: number, scans: number): void {
    const bytesPerScan = this.#channels * 2
    let at = address
    let left = scans
    while (left > 0) {
      const offset = this.#end % level0Scans
      if (offset === 0 && left >= level0Scans) {
        const slot = this.#finished[0]! % this.#length
        const columns = Math.min(Math.floor(left / level0Scans), this.#length - slot)
        this.#kernels.envelope(at, this.#channels, level0Scans, columns, this.#slot(0, slot))
        this.#finished[0]! += columns
        this.#end += columns * level0Scans
        at += columns * level0Scans * bytesPerScan
        left -= columns * level0Scans
      } else {
        const part = Math.min(left, level0Scans - offset)
        this.#mergeOpen(at, part)
        this.#end += part
        at += part * bytesPerScan
        left -= part
        if (offset + part === level0Scans) this.#closeOpen()
      }
    }
    this.#finishUpper()
  }

  /** Goes on at `sample`: what lies between is missing, and its columns are empty. */
  skipTo(sample: number): void {
    if (sample <= this.#end) return
    const top = levelScans[levelCount - 1]!
    // First to where a column of every level ends, then whole columns of the highest level, then the rest: however long
    // the gap, no column is made from columns that are gone.
    const rest = Math.floor(sample / top)
    const boundary = Math.ceil(this.#end / top)
    if (boundary < rest) {
      this.#skipNear(boundary * top)
      for (let level = 0; level < levelCount; level++) {
        const until = rest * levelFactor ** (levelCount - 1 - level)
        this.#fillEmpty(level, Math.max(this.#finished[level]!, until - this.#length), until)
        this.#finished[level] = until
      }
      this.#end = rest * top
    }
    this.#skipNear(sample)
  }

  /** What was taken in from `sample` on turned out not to be that: its columns become empty. */
  retract(sample: number): void {
    const column = Math.floor(sample / level0Scans)
    this.#fillEmpty(0, column, this.#finished[0]!)
    this.#clearOpen()
    for (let level = 1; level < levelCount; level++)
      this.#finished[level] = Math.min(this.#finished[level]!, Math.floor(column / levelFactor ** level))
    this.#finishUpper()
  }

  /** Merges the columns `from` up to `until` of a level into the one column at `dst`. All must be finished and in memory. */
  mergeInto(level: number, from: number, until: number, dst: number): void {
    let column = from
    while (column < until) {
      const slot = column % this.#length
      const count = Math.min(until - column, this.#length - slot)
      this.#kernels.envelopeMerge(this.#slot(level, slot), this.#channels, count, count, this.#memory.oneColumn)
      mergePairs(this.#codes, this.#memory.oneColumn, dst, this.#channels)
      column += count
    }
  }

  /**
   * Merges each `factor` columns of a level into one: `columns` of them at `dst`, from column `from` on. All must be
   * finished and in memory.
   */
  mergeMany(level: number, from: number, factor: number, columns: number, dst: number): void {
    const columnBytes = this.#channels * 4
    for (let done = 0; done < columns; ) {
      const slot = (from + done * factor) % this.#length
      const whole = Math.min(columns - done, Math.floor((this.#length - slot) / factor))
      const at = dst + done * columnBytes
      if (whole > 0) this.#kernels.envelopeMerge(this.#slot(level, slot), this.#channels, factor, whole * factor, at)
      else {
        // The ring's end lies within this one.
        this.#pairs.fill(emptyColumn, at / 4, at / 4 + this.#channels)
        this.mergeInto(level, from + done * factor, from + (done + 1) * factor, at)
      }
      done += Math.max(1, whole)
    }
  }

  #slot(level: number, slot: number): number {
    return this.#memory.levels + level * this.#memory.levelBytes + slot * this.#channels * 4
  }

  #mergeOpen(address: number, scans: number): void {
    this.#kernels.envelope(address, this.#channels, scans, 1, this.#memory.oneColumn)
    const from = this.#memory.oneColumn / 2
    for (let k = 0; k < 2 * this.#channels; k += 2) {
      this.#open[k] = Math.min(this.#open[k]!, this.#codes[from + k]!)
      this.#open[k + 1] = Math.max(this.#open[k + 1]!, this.#codes[from + k + 1]!)
    }
  }

  #closeOpen(): void {
    const slot = this.#slot(0, this.#finished[0]! % this.#length)
    this.#codes.set(this.#open, slot / 2)
    this.#finished[0]!++
    this.#clearOpen()
  }

  #clearOpen(): void {
    for (let k = 0; k < this.#open.length; k += 2) {
      this.#open[k] = 32767
      this.#open[k + 1] = -32768
    }
  }

  /** To a sample less than a column of the highest level away. */
  #skipNear(sample: number): void {
    const column = Math.floor(sample / level0Scans)
    if (column > this.#finished[0]!) {
      this.#closeOpen()
      this.#fillEmpty(0, this.#finished[0]!, column)
      this.#finished[0] = column
    }
    this.#end = Math.max(this.#end, sample)
    this.#finishUpper()
  }

  #fillEmpty(level: number, from: number, until: number): void {
    let column = from
    while (column < until) {
      const slot = column % this.#length
      const count = Math.min(until - column, this.#length - slot)
      const at = this.#slot(level, slot) / 4
      this.#pairs.fill(emptyColumn, at, at + count * this.#channels)
      column += count
    }
  }

  #finishUpper(): void {
    for (let level = 1; level < levelCount; level++) {
      const until = Math.floor(this.#finished[level - 1]! / levelFactor)
      let column = this.#finished[level]!
      while (column < until) {
        const slot = column % this.#length
        const below = (column * levelFactor) % this.#length
        const room = Math.min(this.#length - slot, (this.#length - below) / levelFactor)
        const count = Math.min(until - column, room)
        const source = this.#slot(level - 1, below)
        this.#kernels.envelopeMerge(source, this.#channels, levelFactor, count * levelFactor, this.#slot(level, slot))
        column += count
      }
      this.#finished[level] = until
    }
  }
}
