// Sums and counts of the samples of columns of any width, from any sample on: exact, to the sample. Narrow columns are added up from
// the blocks; wide ones from what was added up before, as far as it was.
import type { BlockIndex } from '../stream/block-index.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { maxChannels, maxColumns } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import { claimSums, SumCache, type SumMemory, sumScans } from './sum-cache.ts'

export interface SumReaderMemory {
  readonly cache: SumMemory
  /** Sums that a kernel writes at once. */
  readonly scratch: number
}

/** Columns that are added up at once. */
const batchColumns = 1024
/** The longest column of one call of the kernel. */
const mostScans = 65536
/** Columns below this are read from the blocks: nothing is to be saved. */
const narrow = 4 * sumScans[0]!
/** Samples of all channels that one call adds to what is kept, at most: some milliseconds. */
const budgetSamples = 16 << 20

export function claimSumReader(layout: MemoryLayout): SumReaderMemory {
  return { cache: claimSums(layout), scratch: layout.take(batchColumns * maxChannels * 4) }
}

export class SumReader {
  /** Of each column, channel by channel. */
  readonly sums = new Float64Array((maxColumns + 64) * maxChannels)
  /** Scans of each column that are in it. */
  readonly counts = new Float64Array(maxColumns + 64)
  readonly #kernels: AnalysisKernels
  readonly #blocks: BlockIndex
  readonly #cache: SumCache
  readonly #scratch: number
  #channels = 1
  #oldestRead = Number.POSITIVE_INFINITY
  #budget = 0
  #isBehind = false
  /** The first sample in memory. */
  #oldest = 0

  constructor(buffer: SharedArrayBuffer, kernels: AnalysisKernels, memory: SumReaderMemory, blocks: BlockIndex) {
    this.#kernels = kernels
    this.#blocks = blocks
    this.#scratch = memory.scratch
    this.#cache = new SumCache(buffer, memory.cache)
  }

  /** The last {@link read} left samples out that it had no time for; the next ones add them. */
  get isBehind(): boolean {
    return this.#isBehind
  }

  begin(channels: number): void {
    this.#channels = channels
    this.#isBehind = false
    this.#cache.begin(channels)
  }

  /** What was read was given back meanwhile: nothing of it is believed. */
  forget(): void {
    this.#cache.forget()
  }

  /**
   * Adds up `columns` columns of `width` scans from `first` on, of what is in memory before `end`.
   * @returns the oldest sample that was read from a block; Infinity when none was
   */
  read(first: number, width: number, columns: number, end: number): number {
    this.#begin(columns)
    this.#budget = budgetSamples
    if (width < narrow) this.#readRuns(first, width, Math.min(end, first + width * columns))
    else
      for (let column = 0; column < columns; column++) {
        const from = Math.max(0, first + column * width)
        this.#addPiece(sumScans.length - 1, from, Math.min(end, first + (column + 1) * width), column)
      }
    return this.#oldestRead
  }

  /** The same without anything that was added up before: of samples that nobody has seen yet. */
  readNew(first: number, width: number, columns: number): number {
    this.#begin(columns)
    this.#readRuns(first, width, first + width * columns)
    return this.#oldestRead
  }

  #begin(columns: number): void {
    const { begin, end } = this.#blocks
    this.#oldest = begin < end ? this.#blocks.firstSample(begin) : Number.POSITIVE_INFINITY
    this.#isBehind = false
    this.#oldestRead = Number.POSITIVE_INFINITY
    this.sums.fill(0, 0, columns * this.#channels)
    this.counts.fill(0, 0, columns)
  }

  #readRuns(first: number, width: number, end: number): void {
    const bytesPerScan = this.#channels * 2
    this.#forEachRun(first, end, (address, sample, scans) => {
      for (let done = 0; done < scans; ) {
        const column = Math.floor((sample + done - first) / width)
        const into = sample + done - first - column * width
        const isWhole = into === 0 && width <= mostScans
        const whole = isWhole ? Math.min(batchColumns, Math.floor((scans - done) / width)) : 0
        const part = whole > 0 ? whole * width : Math.min(scans - done, width - into, mostScans)
        this.#addScans(address + done * bytesPerScan, whole > 0 ? width : part, Math.max(1, whole), column)
        done += part
      }
    })
  }

  /** Adds columns that stand one behind the other, at most {@link mostScans} long each. */
  #addScans(address: number, width: number, columns: number, column: number): void {
    this.#kernels.sums(address, this.#channels, width, columns, this.#scratch)
    const from = this.#scratch / 4
    const to = column * this.#channels
    for (let k = 0; k < columns * this.#channels; k++) this.sums[to + k]! += this.#cache.sums[from + k]!
    for (let k = 0; k < columns; k++) this.counts[column + k]! += width
  }

  /** One column, or a part of it: whole columns of the highest level within it, lower levels on both sides, samples at the ends. */
  #addPiece(level: number, from: number, until: number, column: number): void {
    if (from >= until) return
    if (level < 0) {
      this.#forEachRun(from, until, (address, _sample, scans) => this.#addScans(address, scans, 1, column))
      return
    }
    const scans = sumScans[level]!
    const first = Math.ceil(from / scans)
    const last = Math.floor(until / scans)
    if (first >= last) {
      this.#addPiece(level - 1, from, until, column)
      return
    }
    this.#addPiece(level - 1, from, first * scans, column)
    for (let one = first; one < last; one++) this.#addColumn(level, one, column)
    this.#addPiece(level - 1, last * scans, until, column)
  }

  /** One column of a level: as it is kept, or from those below, and then it is kept. */
  #addColumn(level: number, one: number, column: number): void {
    const scans = sumScans[level]!
    let place = this.#cache.find(level, one)
    if (place < 0) {
      if ((one + 1) * scans <= this.#oldest) return
      if (level === 0) this.#keepFrom(one)
      else if (!this.#keepOf(level, one)) {
        this.#addPiece(level - 1, one * scans, (one + 1) * scans, column)
        return
      }
      place = this.#cache.find(level, one)
    }
    if (place < 0) {
      // It has a gap, or there was no time for it.
      if (!this.#isBehind) this.#addPiece(-1, one * scans, (one + 1) * scans, column)
      return
    }
    for (let channel = 0; channel < this.#channels; channel++)
      this.sums[column * this.#channels + channel]! += this.#cache.sums[place + channel]!
    this.counts[column]! += scans
  }

  /** Keeps columns of level 0 from this one on, as many as lie whole in its block and make one of the highest level. */
  #keepFrom(one: number): void {
    const scans = sumScans[0]!
    const sample = one * scans
    const position = this.#blocks.find(sample)
    if (!this.#blocks.holds(position, sample, sample + scans)) {
      this.#keepCut(one)
      return
    }
    const inBlock = Math.floor((this.#blocks.endSample(position) - sample) / scans)
    const above = sumScans.at(-1)! / scans
    const columns = Math.min(inBlock, above - (one % above), this.#cache.room(one))
    if (this.#budget < columns * scans * this.#channels) {
      this.#isBehind = true
      return
    }
    this.#budget -= columns * scans * this.#channels
    this.#oldestRead = Math.min(this.#oldestRead, sample)
    const offset = (sample - this.#blocks.firstSample(position)) * this.#channels * 2
    this.#kernels.sums(
      this.#blocks.address(position) + offset,
      this.#channels,
      scans,
      columns,
      this.#cache.keep(0, one, columns),
    )
  }

  /** Keeps a column of level 0 that lies in several blocks, if no sample of it is missing. */
  #keepCut(one: number): void {
    const scans = sumScans[0]!
    const pieces: (readonly [address: number, scans: number])[] = []
    this.#forEachRun(one * scans, (one + 1) * scans, (address, _sample, count) => pieces.push([address, count]))
    if (pieces.reduce((sum, [, count]) => sum + count, 0) < scans) return
    const { sums } = this.#cache
    const to = this.#cache.keep(0, one) / 4
    sums.fill(0, to, to + this.#channels)
    for (const [address, count] of pieces) {
      this.#kernels.sums(address, this.#channels, count, 1, this.#scratch)
      for (let channel = 0; channel < this.#channels; channel++)
        sums[to + channel]! += sums[this.#scratch / 4 + channel]!
    }
  }

  /** Keeps a column of a higher level, if all that it is made of is there. */
  #keepOf(level: number, one: number): boolean {
    const factor = sumScans[level]! / sumScans[level - 1]!
    const places: number[] = []
    if (one * sumScans[level]! < this.#oldest) return false
    for (let k = one * factor; k < (one + 1) * factor; k++) {
      if (this.#cache.find(level - 1, k) < 0) {
        if (level === 1) this.#keepFrom(k)
        else this.#keepOf(level - 1, k)
      }
      const place = this.#cache.find(level - 1, k)
      if (place < 0) return false
      places.push(place)
    }
    const { sums } = this.#cache
    const to = this.#cache.keep(level, one) / 4
    for (let channel = 0; channel < this.#channels; channel++) {
      let sum = 0
      for (const place of places) sum += sums[place + channel]!
      sums[to + channel] = sum
    }
    return true
  }

  #forEachRun(first: number, end: number, visit: (address: number, sample: number, scans: number) => void): void {
    this.#blocks.forEachRun(first, end, this.#channels * 2, (address, sample, scans) => {
      this.#oldestRead = Math.min(this.#oldestRead, sample)
      visit(address, sample, scans)
    })
  }
}
