// Codes of one channel, one after the other in shared memory, and what the kernels find in them.
import { binCountBytes } from '#main/kernels/index.ts'
import type { AnalysisKernels } from '../../stream/kernels-used.ts'
import type { MemoryLayout } from '../../stream/memory-layout.ts'

/** Codes of a record, of all its channels, at most; and no more than memory keeps, but room for short ones. */
const mostCodes = 1 << 23
const leastCodes = 1 << 19
/** Channels of a record whose runs begin on a line of their own. */
const mostRuns = 64
const lineBytes = 64
/** Edges that are found at once. */
const edgesAtOnce = 4096

export interface RunMemory {
  readonly codes: number
  /** How many codes there is room for. */
  readonly room: number
  readonly bins: number
  /** Extremes, sums, the state of a search. */
  readonly small: number
  readonly instants: number
  readonly durations: number
}

export function claimRuns(layout: MemoryLayout): RunMemory {
  const room = Math.max(leastCodes, Math.min(mostCodes, Math.floor(layout.sizes.historyBytes / 2)))
  return {
    room,
    codes: layout.take(2 * room + mostRuns * lineBytes),
    bins: layout.take(binCountBytes),
    small: layout.take(lineBytes),
    instants: layout.take(8 * (edgesAtOnce + 2)),
    durations: layout.take(8 * edgesAtOnce),
  }
}

/** Where runs are, and what works on them. */
export class RunBench {
  readonly kernels: AnalysisKernels
  readonly memory: RunMemory
  readonly codes: Int16Array
  readonly bins: Uint32Array
  readonly sums: Float64Array
  readonly state: Int32Array
  readonly instants: Float64Array
  readonly durations: Float64Array

  constructor(buffer: SharedArrayBuffer, kernels: AnalysisKernels, memory: RunMemory) {
    this.kernels = kernels
    this.memory = memory
    this.codes = new Int16Array(buffer)
    this.bins = new Uint32Array(buffer, memory.bins, binCountBytes / 4)
    this.sums = new Float64Array(buffer, memory.small, 2)
    this.state = new Int32Array(buffer, memory.small, 2)
    this.instants = new Float64Array(buffer, memory.instants, edgesAtOnce + 2)
    this.durations = new Float64Array(buffer, memory.durations, edgesAtOnce)
  }

  /** Address of the run of the channel that is read as the `place`-th, where each has so many samples. */
  addressOf(place: number, samples: number): number {
    return this.memory.codes + place * Math.ceil((2 * samples) / lineBytes) * lineBytes
  }
}

/** The lowest and the highest code of a stretch. */
export interface Extremes {
  readonly min: number
  readonly max: number
}

/** Sum of the codes, and of their squares; both are exact. */
export interface Sums {
  readonly sum: number
  readonly squares: number
}

/** How often each bin is taken; that of a code is `(code - min) * factor >> 24`. */
export interface BinCounts {
  readonly bins: number
  readonly factor: number
  /** Good until the next counting. */
  readonly counts: Uint32Array
}

/** Most bins of a histogram. */
const mostBins = 256
const binShift = 2 ** 24

export class CodeRun {
  readonly #bench: RunBench
  readonly #address: number
  /** Samples. */
  readonly length: number

  constructor(bench: RunBench, address: number, length: number) {
    this.#bench = bench
    this.#address = address
    this.length = length
  }

  /** Code of a sample. */
  at(sample: number): number {
    return this.#bench.codes[this.#address / 2 + sample]!
  }

  extremes(): Extremes {
    const { kernels, codes, memory } = this.#bench
    kernels.envelope(this.#address, 1, this.length, 1, memory.small)
    return { min: codes[memory.small / 2]!, max: codes[memory.small / 2 + 1]! }
  }

  /** @param from first sample, `until` one behind the last */
  sums(from: number, until: number): Sums {
    const { kernels, sums, memory } = this.#bench
    sums.fill(0)
    kernels.moments(this.#address + 2 * from, 1, Math.max(0, until - from), memory.small)
    return { sum: sums[0]!, squares: sums[1]! }
  }

  /** In bins of the same width; a run that spans few codes has a bin for each code. */
  binCounts({ min, max }: Extremes): BinCounts {
    const { kernels, bins: counts, memory } = this.#bench
    const span = max - min + 1
    const bins = Math.min(mostBins, span)
    const factor = Math.floor((bins * binShift) / span)
    kernels.binCounts(this.#address, this.length, min, factor, memory.bins)
    return { bins, factor, counts }
  }

  /** The sum of the codes in the bins `from` up to `until`. */
  sumOfBins({ min, max }: Extremes, factor: number, from: number, until: number): number {
    const begin = (bin: number): number => min + Math.floor((bin * binShift + factor - 1) / factor)
    const high = Math.min(max, begin(until) - 1)
    return this.#bench.kernels.sumBetween(this.#address, this.length, begin(from), high)
  }

  /** The sum of the products of each code with the next one. */
  lagProducts(): number {
    return this.#bench.kernels.lagProducts(this.#address, this.length)
  }

  /** Replaces every code by its complement. */
  complement(): void {
    const { codes } = this.#bench
    const first = this.#address / 2
    for (let at = first; at < first + this.length; at++) codes[at] = ~codes[at]!
  }

  /** Edges between a code at or below `low` and one at or above `high`; `eachFew` is given their instants, in order. @returns whether the first one rises */
  edges(low: number, high: number, middle: number, eachFew: (instants: Float64Array) => void): boolean {
    const { kernels, state, memory, instants } = this.#bench
    state.fill(0)
    let found = 0
    for (let more = edgesAtOnce; more === edgesAtOnce; ) {
      more = kernels.stateEdges(
        this.#address,
        this.length,
        low,
        high,
        middle,
        memory.small,
        memory.instants,
        edgesAtOnce,
      )
      eachFew(instants.subarray(0, more))
      found += more
    }
    // High behind an odd number of edges, or low behind an even one, and nothing at all: it was low at first.
    return state[0] === 0 || (state[0] === 2) === (found % 2 === 1)
  }

  /** Of each of the edges how long it takes from `near` to `far`, in samples; NaN where it does not reach both. */
  transitions(at: Float64Array, risesFirst: boolean, near: number, far: number): Float64Array {
    const { kernels, memory, instants, durations } = this.#bench
    const found = new Float64Array(at.length)
    for (let begin = 0; begin < at.length; begin += edgesAtOnce) {
      const edges = Math.min(edgesAtOnce, at.length - begin)
      instants[0] = at[begin - 1] ?? 0
      instants.set(at.subarray(begin, begin + edges), 1)
      instants[edges + 1] = at[begin + edges] ?? this.length - 1
      kernels.stateTransitions(
        this.#address,
        this.length,
        memory.instants,
        edges,
        Number(risesFirst === (begin % 2 === 0)),
        near,
        far,
        memory.durations,
      )
      found.set(durations.subarray(0, edges), begin)
    }
    return found
  }
}
