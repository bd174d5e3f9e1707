// Records: stretches of the stream without a gap, copied out of the blocks so that they stay whole while they are measured.
import type { BlockIndex } from '../../stream/block-index.ts'
import type { AnalysedFormat } from '../../stream/format.ts'
import type { Validity } from '../../stream/validity.ts'
import { CodeRun, type RunBench } from './code-run.ts'
import { type Scale, type Signal, upright } from './signal.ts'

/** A channel, and what its codes are in volts. */
export interface ChannelScale extends Scale {
  readonly scanIndex: number
}

/** Samples from `first` up to `end` that follow each other in memory. */
export interface Stretch {
  readonly first: number
  readonly end: number
}

/** A record: its signals by scan index, of the channels that are captured. Good until the next one is read. */
export type SignalRecord = ReadonlyMap<number, Signal>

/** The longest record lasts so long, if there is room for its codes. */
const longestSeconds = 4

export class RecordReader {
  readonly #bench: RunBench
  readonly #blocks: BlockIndex
  readonly #validity: Validity

  constructor(bench: RunBench, blocks: BlockIndex, validity: Validity) {
    this.#bench = bench
    this.#blocks = blocks
    this.#validity = validity
  }

  /** Samples of the longest record. */
  longest({ samplingFrequencyHz, scanIndexes }: AnalysedFormat): number {
    return Math.floor(Math.min(this.#bench.memory.room / scanIndexes.length, longestSeconds * samplingFrequencyHz))
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

  /** Copies a stretch of these channels, each once. Null: some of it was given back meanwhile, and there is nothing. */
  read({ first, end }: Stretch, format: AnalysedFormat, wanted: readonly ChannelScale[]): SignalRecord | null {
    const { epoch, scanIndexes, samplingFrequencyHz } = format
    const channels = scanIndexes.length
    const captured = wanted.filter(
      ({ scanIndex }, k) =>
        scanIndexes.includes(scanIndex) && wanted.findIndex((one) => one.scanIndex === scanIndex) === k,
    )
    const runs = captured.map((_, k) => this.#bench.addressOf(k, end - first))
    this.#blocks.forEachRun(first, end, channels * 2, (address, sample, scans) => {
      captured.forEach(({ scanIndex }, k) => {
        const place = scanIndexes.indexOf(scanIndex)
        this.#bench.kernels.pick(address, channels, place, scans, runs[k]! + (sample - first) * 2)
      })
    })
    if (this.#validity.oldestValid(epoch) > first) return null
    return new Map(
      captured.map((scale, k) => {
        const run = new CodeRun(this.#bench, runs[k]!, end - first)
        return [scale.scanIndex, upright(run, scale, samplingFrequencyHz)]
      }),
    )
  }
}
