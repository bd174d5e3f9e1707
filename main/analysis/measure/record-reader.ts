// Records: stretches of the stream without a gap, copied out of the blocks so that they stay whole while they are measured.
import type { BlockIndex } from '../stream/block-index.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { Validity } from '../stream/validity.ts'
import type { Signal } from './signal.ts'

/** What a code of a channel is in volts: (code + offsetCodes) * voltsPerCode. */
export interface ChannelScale {
  readonly scanIndex: number
  readonly voltsPerCode: number
  readonly offsetCodes: number
}

/** Samples from `first` up to `end` that follow each other in memory. */
export interface Stretch {
  readonly first: number
  readonly end: number
}

export class RecordReader {
  readonly #heap: Int16Array
  readonly #blocks: BlockIndex
  readonly #validity: Validity
  /** The copy, used again and again. */
  #codes = new Int16Array(0)
  #scans = 0

  constructor(buffer: SharedArrayBuffer, blocks: BlockIndex, validity: Validity) {
    this.#heap = new Int16Array(buffer)
    this.#blocks = blocks
    this.#validity = validity
  }

  /** The first stretch that has samples from `from` on, up to `end`, and at most `most` long; null when there is none. */
  stretchFrom(from: number, end: number, most: number): Stretch | null {
    const blocks = this.#blocks
    let position = blocks.find(from)
    if (position >= blocks.end) return null
    const first = Math.max(from, blocks.firstSample(position))
    const limit = Math.min(end, first + most)
    let reached = blocks.endSample(position)
    while (reached < limit && position + 1 < blocks.end && blocks.firstSample(position + 1) === reached)
      reached = blocks.endSample(++position)
    return first < limit ? { first, end: Math.min(limit, reached) } : null
  }

  /** Copies a stretch. False: some of it was given back meanwhile, and there is nothing. */
  read({ first, end }: Stretch, { epoch, scanIndexes }: AnalysedFormat): boolean {
    const channels = scanIndexes.length
    this.#scans = end - first
    if (this.#codes.length < this.#scans * channels) this.#codes = new Int16Array(this.#scans * channels)
    this.#blocks.forEachRun(first, end, channels * 2, (address, sample, scans) => {
      const at = address / 2
      this.#codes.set(this.#heap.subarray(at, at + scans * channels), (sample - first) * channels)
    })
    return this.#validity.oldestValid(epoch) <= first
  }

  /** One channel of what was read last; null when it is not in the scan. Good until the next {@link read}. */
  signal({ scanIndex, voltsPerCode, offsetCodes }: ChannelScale, format: AnalysedFormat): Signal | null {
    const { scanIndexes, samplingFrequencyHz: sampleRateHz } = format
    const first = scanIndexes.indexOf(scanIndex)
    if (first < 0) return null
    const layout = { codes: this.#codes, first, stride: scanIndexes.length, length: this.#scans }
    return { ...layout, sampleRateHz, voltsPerCode, offsetCodes }
  }
}
