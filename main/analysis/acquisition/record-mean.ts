// The mean of records, all shifted to one instant. Where points are samples apart, what lies between samples is interpolated by
// sin(x)/x; where a point stands for several, their mean is taken, and the samples at its ends count by the part that lies within.
import { sincTaps, sincTapsBefore, sincWeights } from '#shared/sinc.ts'
import type { BlockIndex } from '../stream/block-index.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { maxChannels } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import { mostPoints, neededFor, type RecordGrid } from './record-grid.ts'
import type { SumReader } from './sum-reader.ts'

export interface RecordMeanMemory {
  /** f64 means, channel by channel. */
  readonly means: number
  /** f32 weights of the samples around a point. */
  readonly weights: number
  /** A record that lies in several blocks, put together. */
  readonly cut: number
  /** One channel of a record: the kernel is several times as fast over samples that lie side by side. */
  readonly run: number
}

const meanBytes = mostPoints * 8
const cutScans = mostPoints + 2 * sincTaps

export function claimRecordMean(layout: MemoryLayout): RecordMeanMemory {
  return {
    means: layout.take(meanBytes * maxChannels),
    weights: layout.take(sincTaps * 4),
    cut: layout.take(cutScans * maxChannels * 2),
    run: layout.take((mostPoints + sincTaps) * 2),
  }
}

/** Places between two samples that a record is shifted by: it lies within a 512th of a scan of where it belongs. */
const shifts = 256
const shiftWeights = new Map<number, Float32Array>()

function weightsAt(place: number): Float32Array {
  const known = shiftWeights.get(place)
  if (known !== undefined) return known
  const made = Float32Array.from(sincWeights(place / shifts))
  shiftWeights.set(place, made)
  return made
}

interface Tools {
  readonly buffer: SharedArrayBuffer
  readonly kernels: AnalysisKernels
  readonly memory: RecordMeanMemory
  readonly blocks: BlockIndex
  /** Read anew for each record. */
  readonly reader: SumReader
}

export class RecordMean {
  readonly #tools: Tools
  readonly #means: Float64Array
  readonly #weights: Float32Array
  readonly #codes: Int16Array
  #ends = new Int16Array(0)
  #channels = 1
  #grid: RecordGrid = { first: 0, step: 1, points: 0 }

  constructor(tools: Tools) {
    this.#tools = tools
    const { buffer, memory } = tools
    this.#means = new Float64Array(buffer, memory.means, mostPoints * maxChannels)
    this.#weights = new Float32Array(buffer, memory.weights, sincTaps)
    this.#codes = new Int16Array(buffer)
  }

  configure(grid: RecordGrid, channels: number): void {
    this.#grid = grid
    this.#channels = channels
    this.#ends = new Int16Array(grid.step > 1 ? (grid.points + 1) * channels : 0)
  }

  /**
   * Takes a record in: of each point m it becomes m + (x - m) * `gain`; a first one has the gain 1. All its samples are in memory.
   * @param instant sample index of its trigger, with a fraction
   */
  add(instant: number, gain: number): void {
    // What was before the first is of another mean.
    if (gain === 1) this.#clear()
    const sample = Math.floor(instant)
    const fraction = instant - sample
    const place = Math.round(fraction * shifts)
    if (this.#grid.step > 1) this.#addWide(sample, fraction, gain)
    else if (place < shifts) this.#addFine(sample, place, gain)
    else this.#addFine(sample + 1, 0, gain)
  }

  /** The mean of a channel, by its place in the scan, in codes. */
  values(place: number): Float32Array<ArrayBuffer> {
    const from = place * mostPoints
    return Float32Array.from(this.#means.subarray(from, from + this.#grid.points))
  }

  #clear(): void {
    for (let place = 0; place < this.#channels; place++)
      this.#means.fill(0, place * mostPoints, place * mostPoints + this.#grid.points)
  }

  #addFine(sample: number, place: number, gain: number): void {
    const { kernels, memory } = this.#tools
    this.#weights.set(weightsAt(place))
    const src = this.#inOnePiece(sample)
    const { points } = this.#grid
    for (let channel = 0; channel < this.#channels; channel++) {
      const run = this.#channels === 1 ? src : memory.run
      if (run !== src) kernels.pick(src, this.#channels, channel, points + sincTaps - 1, run)
      kernels.meanRecord(run, 1, points, memory.weights, sincTaps, gain, memory.means + channel * meanBytes)
    }
  }

  /** Address of the first sample that is needed, with the others behind it. */
  #inOnePiece(sample: number): number {
    const { blocks, kernels, memory } = this.#tools
    const bytesPerScan = this.#channels * 2
    const from = sample + this.#grid.first - sincTapsBefore
    const until = sample + neededFor(this.#grid).until
    const position = blocks.find(from)
    if (blocks.holds(position, from, until))
      return blocks.address(position) + (from - blocks.firstSample(position)) * bytesPerScan
    blocks.forEachRun(from, until, bytesPerScan, (address, at, scans) =>
      kernels.copy(memory.cut + (at - from) * bytesPerScan, address, scans * bytesPerScan),
    )
    return memory.cut
  }

  /** The sum of a point that begins a fraction behind a sample: without that part of the sample, and with as much of the one behind. */
  #addWide(sample: number, fraction: number, gain: number): void {
    const { reader } = this.#tools
    const { first, step, points } = this.#grid
    const channels = this.#channels
    const begin = sample + first
    reader.readNew(begin, step, points)
    this.#readEnds(begin, step, points)
    for (let channel = 0; channel < channels; channel++) {
      const means = channel * mostPoints
      for (let point = 0, at = channel; point < points; point++, at += channels) {
        const moved = (this.#ends[at + channels]! - this.#ends[at]!) * fraction
        const value = (reader.sums[at]! + moved) / step
        this.#means[means + point]! += (value - this.#means[means + point]!) * gain
      }
    }
  }

  /** The sample at the beginning of each point, and that behind the last one. */
  #readEnds(begin: number, step: number, points: number): void {
    const channels = this.#channels
    this.#tools.blocks.forEachRun(begin, begin + points * step + 1, channels * 2, (address, sample, scans) => {
      const last = Math.floor((sample + scans - 1 - begin) / step)
      for (let point = Math.ceil((sample - begin) / step); point <= last; point++) {
        const from = address / 2 + (begin + point * step - sample) * channels
        for (let channel = 0; channel < channels; channel++)
          this.#ends[point * channels + channel] = this.#codes[from + channel]!
      }
    })
  }
}
