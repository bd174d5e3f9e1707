// One record of one channel: what measurements need of it, each computed when the first of them asks, and once.
import type { NoResult } from '#shared/kinds/measurements.ts'
import { maxCode, minCode } from '#shared/screen/codes.ts'
import type { Extremes, Sums } from './code-run.ts'
import { type Edges, edgesOf, type Transitions, transitionsOf } from './edges.ts'
import { type Levels, levelsOf } from './levels.ts'
import type { Signal } from './signal.ts'

/** One result, one of every cycle, or why there is none. */
export type Found = number | Float64Array | NoResult

/** Goes on with what was found, unless it is the reason that there is none. */
export function given<T extends number | object, R>(found: T | NoResult, then: (found: T) => R): R | NoResult {
  return typeof found === 'string' ? found : then(found)
}

export class Waveform {
  readonly signal: Signal
  /**
   * The next record begins before the last of so many edges, a rising one: it ends the last period, and everything else of it,
   * and behind it, counts there. Null: no record follows.
   */
  readonly closesAt: number | null
  #extremes: Extremes | undefined
  #sums: Sums | undefined
  #levels: Levels | NoResult | undefined
  #edges: Edges | NoResult | undefined
  #transitions: Transitions | NoResult | undefined
  #rises: Float64Array | NoResult | undefined

  constructor(signal: Signal, closesAt: number | null = null) {
    this.signal = signal
    this.closesAt = closesAt
  }

  /** The same record, closed with the last of so many edges; what was computed of it already stays. */
  closed(edges: number): Waveform {
    const closed = new Waveform(this.signal, edges)
    closed.#extremes = this.#extremes
    closed.#sums = this.#sums
    closed.#levels = this.#levels
    closed.#edges = this.#edges
    return closed
  }

  /** Samples. */
  get length(): number {
    return this.signal.run.length
  }

  /** Seconds of so many samples. */
  seconds(samples: number): number {
    return samples / this.signal.sampleRateHz
  }

  /** Of each of many: {@link seconds}. */
  secondsOfEach(samples: Float64Array): Float64Array {
    const seconds = new Float64Array(samples.length)
    for (let k = 0; k < samples.length; k++) seconds[k] = samples[k]! / this.signal.sampleRateHz
    return seconds
  }

  volts(code: number): number {
    return (code + this.signal.offsetCodes) * this.signal.voltsPerCode
  }

  /** Volts between two codes that lie so far apart. */
  voltsOf(codes: number): number {
    return codes * this.signal.voltsPerCode
  }

  get extremes(): Extremes {
    this.#extremes ??= this.signal.run.extremes()
    return this.#extremes
  }

  /** A sample has the lowest code there is: the signal may have been below the range. */
  get isClippedLow(): boolean {
    return this.extremes.min === minCode
  }

  get isClippedHigh(): boolean {
    return this.extremes.max === maxCode
  }

  get isClipped(): boolean {
    return this.isClippedLow || this.isClippedHigh
  }

  get sums(): Sums {
    this.#sums ??= this.signal.run.sums(0, this.length)
    return this.#sums
  }

  /** Of a clipped signal they are those of what is left of it. */
  get levels(): Levels | NoResult {
    this.#levels ??= levelsOf(this.signal.run, this.extremes)
    return this.#levels
  }

  get edges(): Edges | NoResult {
    this.#edges ??= given(this.levels, (levels) => edgesOf(this.signal.run, levels))
    return this.#edges
  }

  /** Those of {@link edges} that count. */
  get countedEdges(): Edges | NoResult {
    return given(this.edges, ({ at, risesFirst }) => ({ at: at.subarray(0, this.closesAt ?? at.length), risesFirst }))
  }

  get transitions(): Transitions | NoResult {
    this.#transitions ??= given(this.countedEdges, (edges) =>
      transitionsOf(this.signal.run, this.levels as Levels, edges, this.closesAt === null ? 0 : 1),
    )
    return this.#transitions
  }

  /** Instants of the rising edges, in samples. */
  get rises(): Float64Array | NoResult {
    this.#rises ??= given(this.countedEdges, (edges) => edgesThat('rise', edges))
    return this.#rises
  }

  /** Instants of the falling edges, in samples. */
  get falls(): Float64Array | NoResult {
    return given(this.countedEdges, (edges) => edgesThat('fall', edges))
  }
}

function edgesThat(way: 'rise' | 'fall', { at, risesFirst }: Edges): Float64Array {
  const first = risesFirst === (way === 'rise') ? 0 : 1
  const found = new Float64Array(Math.max(0, (at.length - first + 1) >> 1))
  for (let k = 0; k < found.length; k++) found[k] = at[first + 2 * k]!
  return found
}
