// The envelope of any stretch of the stream, in columns of any width that begin at any sample. Columns that lie on the grid
// of a level of the pyramid are merged from it, all in one sweep; narrow ones come from the blocks; any other one is pieced
// together, exact to the sample as far as the samples are still there. The cost is about the columns asked for, whatever
// they stand for.

import type { RunVisitor } from '../stream/block-index.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { maxChannels } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import { emptyColumn, mergePairs } from './column.ts'
import type { EnvelopePyramid } from './envelope-pyramid.ts'
import { levelCount, levelFactor, levelScans } from './levels.ts'

export interface ReaderMemory {
  /** Room for one column, and for another one: what a stretch spans. */
  readonly oneColumn: number
  readonly stretch: number
}

export function claimReader(layout: MemoryLayout): ReaderMemory {
  return { oneColumn: layout.take(maxChannels * 4), stretch: layout.take(maxChannels * 4) }
}

/** Where samples are in memory: the blocks, or what is evaluated from them. */
export interface Runs {
  forEachRun(first: number, end: number, bytesPerScan: number, visit: RunVisitor): void
}

export class ColumnReader {
  readonly #kernels: AnalysisKernels
  readonly #runs: Runs
  readonly #pyramid: EnvelopePyramid
  readonly #oneColumn: number
  readonly #stretch: number
  readonly #pairs: Int32Array
  readonly #codes: Int16Array
  /** The oldest sample read by the present call. */
  #oldestRead = 0

  constructor(
    buffer: SharedArrayBuffer,
    kernels: AnalysisKernels,
    memory: ReaderMemory,
    runs: Runs,
    pyramid: EnvelopePyramid,
  ) {
    this.#kernels = kernels
    this.#runs = runs
    this.#pyramid = pyramid
    this.#oneColumn = memory.oneColumn
    this.#stretch = memory.stretch
    this.#pairs = new Int32Array(buffer)
    this.#codes = new Int16Array(buffer)
  }

  /**
   * Fills `columns` columns of `width` scans from `first` on at `dst`: min, max per channel, column by column. Samples
   * that are missing, not there yet, or in no level any more count as none; a column of none is (32767, -32768).
   * @param newest what is behind this sample counts as not there yet; those that the pyramid lacks are read one by one
   * @returns the oldest sample that was read from a block: when that block was given back meanwhile, the result is torn.
   * Infinity when all came from the pyramid.
   */
  read(
    first: number,
    width: number,
    columns: number,
    channels: number,
    dst: number,
    newest = this.#pyramid.end,
  ): number {
    this.#oldestRead = Number.POSITIVE_INFINITY
    this.#pairs.fill(emptyColumn, dst / 4, dst / 4 + columns * channels)
    const end = Math.min(first + width * columns, newest)
    const level = levelScans.findLastIndex((scans) => width % scans === 0 && first % scans === 0)
    if (level >= 0) this.#readGrid(level, first, end, width, channels, dst)
    else if (width < levelScans[0]! * levelFactor) this.#readNarrow(first, end, width, channels, dst)
    else this.#readPieces(first, end, width, 0, columns, channels, dst)
    return this.#oldestRead
  }

  /** The lowest and the highest code of a channel (place in the scan) in a stretch; min above max when there is none. */
  extremes(first: number, scans: number, channels: number, channel: number): { min: number; max: number } {
    this.read(first, scans, 1, channels, this.#stretch)
    const at = this.#stretch / 2 + 2 * channel
    return { min: this.#codes[at]!, max: this.#codes[at + 1]! }
  }

  /** Whole columns of a level at once; what the level does not have yet, or no more, column by column. */
  #readGrid(level: number, first: number, end: number, width: number, channels: number, dst: number): void {
    const scans = levelScans[level]!
    const columns = Math.max(0, Math.ceil((end - first) / width))
    const inside = (column: number): number => Math.max(0, Math.min(columns, column))
    const from = inside(Math.ceil((this.#pyramid.oldest(level) - first) / width))
    const until = Math.max(from, inside(Math.floor((this.#pyramid.finished(level) * scans - first) / width)))
    const factor = width / scans
    const begin = (first + from * width) / scans
    if (until > from) this.#pyramid.mergeMany(level, begin, factor, until - from, dst + from * channels * 4)
    this.#readPieces(first, end, width, 0, from, channels, dst)
    this.#readPieces(first, end, width, until, columns, channels, dst)
  }

  /** All blocks in one sweep: whole columns go straight to their place, those cut by a block's border are merged. */
  #readNarrow(first: number, end: number, width: number, channels: number, dst: number): void {
    const bytesPerScan = channels * 2
    this.#forEachRun(first, end, channels, (address, sample, scans) => {
      let at = address
      let offset = sample - first
      let left = scans
      while (left > 0) {
        const column = Math.floor(offset / width)
        const into = offset - column * width
        const whole = into === 0 ? Math.floor(left / width) : 0
        const part = whole > 0 ? whole * width : Math.min(left, width - into)
        const target = dst + column * channels * 4
        if (whole > 0) this.#kernels.envelope(at, channels, width, whole, target)
        else this.#mergeRaw(at, part, channels, target)
        at += part * bytesPerScan
        offset += part
        left -= part
      }
    })
  }

  #readPieces(
    first: number,
    end: number,
    width: number,
    fromColumn: number,
    untilColumn: number,
    channels: number,
    dst: number,
  ): void {
    for (let column = fromColumn; column < untilColumn; column++) {
      const from = Math.max(0, first + column * width)
      const until = Math.min(end, first + (column + 1) * width)
      this.#readPiece(levelCount - 1, from, until, channels, dst + column * channels * 4)
    }
  }

  /** One column: whole columns of the highest level that has any within it, lower levels on both sides, samples at the ends. */
  #readPiece(level: number, from: number, until: number, channels: number, dst: number): void {
    if (from >= until) return
    if (level < 0) {
      this.#forEachRun(from, until, channels, (address, _sample, scans) =>
        this.#mergeRaw(address, scans, channels, dst),
      )
      return
    }
    const scans = levelScans[level]!
    const first = Math.ceil(Math.max(from, this.#pyramid.oldest(level)) / scans)
    const last = Math.min(Math.floor(until / scans), this.#pyramid.finished(level))
    if (first >= last) {
      this.#readPiece(level - 1, from, until, channels, dst)
      return
    }
    this.#pyramid.mergeInto(level, first, last, dst)
    this.#readPiece(level - 1, from, first * scans, channels, dst)
    this.#readPiece(level - 1, last * scans, until, channels, dst)
  }

  #forEachRun(from: number, until: number, channels: number, visit: RunVisitor): void {
    this.#runs.forEachRun(from, until, channels * 2, (address, sample, scans) => {
      this.#oldestRead = Math.min(this.#oldestRead, sample)
      visit(address, sample, scans)
    })
  }

  #mergeRaw(address: number, scans: number, channels: number, dst: number): void {
    this.#kernels.envelope(address, channels, scans, 1, this.#oneColumn)
    mergePairs(this.#codes, this.#oneColumn, dst, channels)
  }
}
