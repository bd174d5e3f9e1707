// What an oscilloscope does with every sample of a stream, at its plainest: looks for edges, piece by piece, and draws
// the waveform behind each into a persistence map, in groups the kernel is quick with.
import { type Kernels, persistenceScratch, rowScaleBytes, storeRowScale, wholeRange } from '../kernels/index.ts'

/** Waveforms the kernel takes at once. */
const group = 64
/** Most waveforms that begin in a piece and the waveform's length before it, and the words that tell of one. */
const listed = 4096
const segmentWords = 3
const stateBytes = 64

/** Bytes of memory one of these works in, for pieces of so many scans. */
export function triggeredBytes(pieceSamples: number): number {
  return stateBytes + rowScaleBytes + persistenceScratch + 4 * (listed * segmentWords + pieceSamples)
}

export interface TriggeredOptions {
  /** Addresses of the map and its fills. */
  readonly map: number
  readonly fills: number
  /** Columns of a waveform, one sample each. */
  readonly columns: number
  /** Samples of one channel that are searched at once. */
  readonly pieceSamples: number
  readonly holdOff: number
}

export class TriggeredWaveforms {
  readonly #kernels: Kernels
  readonly #options: TriggeredOptions
  readonly #state: Uint32Array
  readonly #list: Uint32Array
  readonly #edges: Uint32Array
  readonly #scale: number
  readonly #scratch: number
  #waiting = 0
  #drawn = 0

  /** @param work address of {@link triggeredBytes} bytes, a multiple of 16 */
  constructor(kernels: Kernels, buffer: SharedArrayBuffer, work: number, options: TriggeredOptions) {
    this.#kernels = kernels
    this.#options = options
    this.#state = new Uint32Array(buffer, work, 3).fill(0)
    this.#scale = work + stateBytes
    this.#scratch = this.#scale + rowScaleBytes
    this.#list = new Uint32Array(buffer, this.#scratch + persistenceScratch, listed * segmentWords)
    this.#edges = new Uint32Array(buffer, this.#list.byteOffset + this.#list.byteLength, options.pieceSamples)
    storeRowScale(buffer, this.#scale, wholeRange)
    for (let i = 0; i < listed; i++) this.#list.set([0, 0, options.columns], i * segmentWords)
  }

  /** Waveforms drawn. */
  get drawn(): number {
    return this.#drawn
  }

  /**
   * Goes on with `scans` samples from `first` on in the run at `src`; what began before goes on, unless `first` is 0,
   * where waveforms that have not ended are given up.
   */
  take(src: number, first: number, scans: number): void {
    const { columns, pieceSamples, holdOff } = this.#options
    const list = this.#list
    if (first === 0) this.#waiting = 0
    for (let begin = first; begin < first + scans; begin += pieceSamples) {
      const edges = this.#search(src + 2 * begin, holdOff)
      for (let i = 0; i < edges; i++) list[this.#waiting++ * segmentWords] = begin + this.#edges[i]!
      let whole = 0
      const reached = begin + pieceSamples - columns
      while (whole < this.#waiting && list[whole * segmentWords]! <= reached) whole++
      if (whole >= group) this.#draw(src, whole - (whole % group))
    }
  }

  #search(at: number, holdOff: number): number {
    const { pieceSamples } = this.#options
    const { byteOffset: out, length } = this.#edges
    return this.#kernels.findEdges(at, 1, 0, pieceSamples, 0, 2000, 1, holdOff, this.#state.byteOffset, out, length)
  }

  #draw(src: number, count: number): void {
    const list = this.#list
    const { map, fills, columns } = this.#options
    this.#kernels.persistence(map, fills, src, 1, 0, list.byteOffset, count, 1, 0, this.#scale, this.#scratch)
    // About as often as a screen is drawn.
    if (Math.floor(this.#drawn / 16384) < Math.floor((this.#drawn + count) / 16384))
      this.#kernels.mapFill(map, fills, columns)
    this.#drawn += count
    this.#waiting -= count
    for (let i = 0; i < this.#waiting; i++) list[i * segmentWords] = list[(count + i) * segmentWords]!
  }
}
