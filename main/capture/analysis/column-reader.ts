// The envelope of any stretch of the stream, in columns of any width that begin at any sample, exact to the sample: wide
// columns come from the pyramid with their ragged ends read from the blocks, narrow ones from the blocks alone. The cost
// is about the columns asked for, whatever they stand for.

import type { BlockIndex } from './block-index.ts'
import { type EnvelopePyramid, emptyColumn, mergePairs } from './envelope-pyramid.ts'
import type { AnalysisKernels } from './kernels-used.ts'
import { level0Scans, levelCount, levelFactor, type MemoryPlan } from './memory-plan.ts'

/** From this width on a column holds at least one whole column of level 0, wherever it begins. */
const pyramidFromScans = 2 * level0Scans

export class ColumnReader {
  readonly #kernels: AnalysisKernels
  readonly #blocks: BlockIndex
  readonly #pyramid: EnvelopePyramid
  readonly #oneColumn: number
  readonly #pairs: Int32Array
  readonly #codes: Int16Array

  constructor(
    buffer: SharedArrayBuffer,
    kernels: AnalysisKernels,
    plan: MemoryPlan,
    blocks: BlockIndex,
    pyramid: EnvelopePyramid,
  ) {
    this.#kernels = kernels
    this.#blocks = blocks
    this.#pyramid = pyramid
    this.#oneColumn = plan.oneColumn
    this.#pairs = new Int32Array(buffer)
    this.#codes = new Int16Array(buffer)
  }

  /**
   * Fills `columns` columns of `width` scans from `first` on at `dst`: min, max per channel, column by column. Samples
   * that are missing, not there yet, or no longer in memory count as none; a column of none is (32767, -32768).
   */
  read(first: number, width: number, columns: number, channels: number, dst: number): void {
    this.#pairs.fill(emptyColumn, dst / 4, dst / 4 + columns * channels)
    const end = Math.min(first + width * columns, this.#pyramid.end)
    if (width < pyramidFromScans) {
      this.#readNarrow(first, end, width, channels, dst)
      return
    }
    for (let column = 0; column < columns; column++) {
      const from = first + column * width
      this.#readWide(Math.max(0, from), Math.min(end, from + width), channels, dst + column * channels * 4)
    }
  }

  /** All blocks in one sweep: whole columns go straight to their place, those cut by a block's border are merged. */
  #readNarrow(first: number, end: number, width: number, channels: number, dst: number): void {
    const bytesPerScan = channels * 2
    this.#blocks.forEachRun(first, end, bytesPerScan, (address, sample, scans) => {
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

  /** One column: whole columns of the highest level that fits, lower levels on both sides, samples at the ends. */
  #readWide(from: number, until: number, channels: number, dst: number): void {
    const first = Math.max(Math.ceil(from / level0Scans), Math.ceil(this.#pyramid.oldest / level0Scans))
    const last = Math.min(Math.floor(until / level0Scans), this.#pyramid.finished(0))
    if (first >= last) {
      this.#readRaw(from, until, channels, dst)
      return
    }
    this.#readRaw(from, first * level0Scans, channels, dst)
    this.#readRaw(last * level0Scans, until, channels, dst)
    this.#readLevel(0, first, last, dst)
  }

  #readLevel(level: number, first: number, last: number, dst: number): void {
    const above = level + 1
    if (above < levelCount) {
      const firstAbove = Math.ceil(first / levelFactor)
      const lastAbove = Math.min(Math.floor(last / levelFactor), this.#pyramid.finished(above))
      if (firstAbove < lastAbove) {
        this.#pyramid.mergeInto(level, first, firstAbove * levelFactor, dst)
        this.#pyramid.mergeInto(level, lastAbove * levelFactor, last, dst)
        this.#readLevel(above, firstAbove, lastAbove, dst)
        return
      }
    }
    this.#pyramid.mergeInto(level, first, last, dst)
  }

  #readRaw(from: number, until: number, channels: number, dst: number): void {
    if (from >= until) return
    this.#blocks.forEachRun(from, until, channels * 2, (address, _sample, scans) => {
      this.#mergeRaw(address, scans, channels, dst)
    })
  }

  #mergeRaw(address: number, scans: number, channels: number, dst: number): void {
    this.#kernels.envelope(address, channels, scans, 1, this.#oneColumn)
    mergePairs(this.#codes, this.#oneColumn, dst, channels)
  }
}
