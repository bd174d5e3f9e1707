// Minimum and maximum of everything in memory, at four widths. Column c of a level stands for the samples c * width up
// to (c + 1) * width, counted from the begin of the stream, so a column never depends on how blocks were cut. Levels are
// rings: column c lives in slot c modulo the level's length, and old columns are simply written over.

import type { AnalysisKernels } from './kernels-used.ts'
import { level0Columns, level0Scans, levelCount, levelFactor, type MemoryPlan } from './memory-plan.ts'

/** min 32767, max -32768: a column without samples, and the neutral element of merging. As one little-endian int32. */
export const emptyColumn = 0x80007fff | 0

export class EnvelopePyramid {
  readonly #kernels: AnalysisKernels
  readonly #plan: MemoryPlan
  readonly #pairs: Int32Array
  readonly #codes: Int16Array
  #channels = 1
  readonly #addresses: number[] = []
  readonly #lengths: number[] = []
  /** Columns finished on each level, counted from sample 0. */
  readonly #finished = new Float64Array(levelCount)
  /** Min and max of the open level-0 column, channel by channel. */
  #open = new Int16Array(2)
  #end = 0

  constructor(buffer: SharedArrayBuffer, kernels: AnalysisKernels, plan: MemoryPlan) {
    this.#kernels = kernels
    this.#plan = plan
    this.#pairs = new Int32Array(buffer)
    this.#codes = new Int16Array(buffer)
    this.reset(1, 0)
  }

  /** One behind the newest sample taken in. */
  get end(): number {
    return this.#end
  }

  /** Samples before this one have been written over. */
  get oldest(): number {
    return Math.max(0, (this.#finished[0]! - this.#lengths[0]!) * level0Scans)
  }

  /** Columns of `level` that are finished; those above the oldest may be merged with {@link mergeInto}. */
  finished(level: number): number {
    return this.#finished[level]!
  }

  /** Begins again with a stream of `channels` channels whose first sample is `firstSample`. */
  reset(channels: number, firstSample: number): void {
    this.#channels = channels
    let address = this.#plan.pyramid
    let length = level0Columns(this.#plan, channels)
    const start = Math.floor(firstSample / (level0Scans * levelFactor ** (levelCount - 1)))
    for (let level = 0; level < levelCount; level++) {
      this.#addresses[level] = address
      this.#lengths[level] = length
      // Every level begins at the same sample, below the first one; what lies between is empty.
      this.#finished[level] = start * levelFactor ** (levelCount - 1 - level)
      address += length * channels * 4
      length /= levelFactor
    }
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
        const slot = this.#finished[0]! % this.#lengths[0]!
        const columns = Math.min(Math.floor(left / level0Scans), this.#lengths[0]! - slot)
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
    const column = Math.floor(sample / level0Scans)
    if (column > this.#finished[0]!) {
      this.#closeOpen()
      this.#fillEmpty(Math.max(this.#finished[0]!, column - this.#lengths[0]!), column)
      this.#finished[0] = column
    }
    this.#end = sample
    this.#finishUpper()
  }

  /** Merges the columns `from` up to `until` of a level into the one column at `dst`. All must be finished and in memory. */
  mergeInto(level: number, from: number, until: number, dst: number): void {
    const length = this.#lengths[level]!
    let column = from
    while (column < until) {
      const slot = column % length
      const count = Math.min(until - column, length - slot)
      this.#kernels.envelopeMerge(this.#slot(level, slot), this.#channels, count, count, this.#plan.oneColumn)
      mergePairs(this.#codes, this.#plan.oneColumn, dst, this.#channels)
      column += count
    }
  }

  #slot(level: number, slot: number): number {
    return this.#addresses[level]! + slot * this.#channels * 4
  }

  #mergeOpen(address: number, scans: number): void {
    this.#kernels.envelope(address, this.#channels, scans, 1, this.#plan.oneColumn)
    const from = this.#plan.oneColumn / 2
    for (let k = 0; k < 2 * this.#channels; k += 2) {
      this.#open[k] = Math.min(this.#open[k]!, this.#codes[from + k]!)
      this.#open[k + 1] = Math.max(this.#open[k + 1]!, this.#codes[from + k + 1]!)
    }
  }

  #closeOpen(): void {
    const slot = this.#slot(0, this.#finished[0]! % this.#lengths[0]!)
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

  #fillEmpty(from: number, until: number): void {
    const length = this.#lengths[0]!
    let column = from
    while (column < until) {
      const slot = column % length
      const count = Math.min(until - column, length - slot)
      const at = this.#slot(0, slot) / 4
      this.#pairs.fill(emptyColumn, at, at + count * this.#channels)
      column += count
    }
  }

  #finishUpper(): void {
    for (let level = 1; level < levelCount; level++) {
      const below = level - 1
      const until = Math.floor(this.#finished[below]! / levelFactor)
      // After a gap longer than the ring, everything older than the ring is gone anyway.
      let column = Math.max(this.#finished[level]!, until - this.#lengths[level]!)
      while (column < until) {
        const slot = column % this.#lengths[level]!
        const count = Math.min(until - column, this.#lengths[level]! - slot)
        const source = this.#slot(below, slot * levelFactor)
        this.#kernels.envelopeMerge(source, this.#channels, levelFactor, count * levelFactor, this.#slot(level, slot))
        column += count
      }
      this.#finished[level] = until
    }
  }
}

/** Merges the column at `src` into the column at `dst` (addresses in bytes, 2 codes per channel). */
export function mergePairs(codes: Int16Array, src: number, dst: number, channels: number): void {
  const from = src / 2
  const to = dst / 2
  for (let k = 0; k < 2 * channels; k += 2) {
    if (codes[from + k]! < codes[to + k]!) codes[to + k] = codes[from + k]!
    if (codes[from + k + 1]! > codes[to + k + 1]!) codes[to + k + 1] = codes[from + k + 1]!
  }
}
