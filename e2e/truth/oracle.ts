// What the screen has to show of a window, and what it may show at most: worked out from all samples, in plain TypeScript,
// by pixel columns. Nothing of the product's takes part.
//
// `must`: the lowest and highest sample of each column, and the way to it from the sample before. `may`: that too, and
// where columns are narrower than a few samples, what a curve of sin(x)/x through the samples can reach around them.
import { emptyHull, type Hull, HullTree, joinHulls } from './column-hull.ts'
import { amplitude } from './signals.ts'

/** Where a window lies: `reference` is the sample at time zero; samples and seconds with fractions. */
export interface OracleWindow {
  readonly reference: number
  readonly startSeconds: number
  readonly endSeconds: number
  readonly columns: number
}

/** Codes, two for each column, the lower first; NaN where there is nothing. */
export type ColumnCodes = Float32Array<ArrayBuffer>

export interface Expected {
  readonly must: ColumnCodes
  /** Of the newest record alone; with {@link columnsBeside} more columns at either end, whose samples may reach in. */
  readonly may: ColumnCodes
  /** Of every record that a persistence map may hold. */
  readonly mayGlow: ColumnCodes
  /** Column (with a fraction) and code of places the trace runs through. */
  readonly points: Float32Array<ArrayBuffer>
}

export interface Moments {
  readonly mean: Float32Array<ArrayBuffer>
  readonly square: Float32Array<ArrayBuffer>
}

export interface OracleSignal {
  readonly codes: Int16Array
  readonly samplingFrequencyHz: number
  /** Codes at a place between samples, where that is known exactly: a sine slow enough to be interpolated. */
  readonly exact: ((sample: number) => number) | null
  /** It repeats itself: a few of its records stand for all of them. */
  readonly repeats: boolean
}

/** Columns beyond the screen of what may be lit. */
export const columnsBeside = 4
/** Below this many samples per column the trace is a curve through samples. */
const curveBelow = 5
/** Samples on either side that a curve through two of them depends on, as far as can be seen. */
const curveReach = 8
/** Curves by sin(x)/x differ by how they fade it out: by so much of the span of the samples around. */
const fading = 0.1
/** Where a curve is looked at, between two samples. */
const partsPerSample = 12
/** A curve of this many samples on either side is as good as one of all. */
const longReach = 24
/** Records looked at of a signal that repeats itself. */
const mostRecords = 40
/** Of another signal so many; of more, everything there is. */
const mostOther = 250

export class Oracle {
  readonly #signal: OracleSignal
  readonly #tree: HullTree
  readonly #curve = new Map<number, number>()
  /** Places at which the signal rises through 0. */
  readonly #rises: readonly number[]

  constructor(signal: OracleSignal) {
    this.#signal = signal
    this.#tree = new HullTree(signal.codes)
    this.#rises = risesOf(signal.codes)
  }

  expect(window: OracleWindow, isGlowing: boolean): Expected {
    const { columns, reference } = window
    const { codes } = this.#signal
    const perColumn = this.#perColumn(window)
    const pair = (beside: number): ColumnCodes => new Float32Array(2 * (columns + 2 * beside)).fill(Number.NaN)
    const [must, may, mayGlow] = [pair(0), pair(columnsBeside), pair(columnsBeside)]
    const edge = (column: number): number => this.#left(window) + column * perColumn
    for (let column = 0; column < columns; column++) {
      const [first, end] = [Math.ceil(edge(column)), Math.ceil(edge(column + 1))]
      // What leads into the first column is cut off by the border.
      const joined = perColumn >= 1 && column > 0 ? first - 1 : first
      if (end > first) put(must, column, this.#tree.hull(joined, end))
    }
    const records = isGlowing ? this.#records() : []
    for (let column = -columnsBeside; column < columns + columnsBeside; column++) {
      const [from, until] = [edge(column), edge(column + 1)]
      const own = this.#reach(from, until, perColumn)
      put(may, column + columnsBeside, own)
      const of = (trigger: number): Hull => {
        const shift = trigger - reference
        return this.#reach(from + shift - 1, until + shift + 1, perColumn)
      }
      const glow = records === null ? this.#tree.hull(0, codes.length) : records.map(of).reduce(joinHulls, own)
      put(mayGlow, column + columnsBeside, joinHulls(glow, own))
    }
    return { must, may, mayGlow, points: this.#points(window, perColumn) }
  }

  /** Mean of the codes of columns of whole samples, and of their squares; one behind the other. */
  moments(first: number, step: number, columns: number): Moments {
    const [mean, square] = [new Float32Array(columns), new Float32Array(columns)]
    const { codes } = this.#signal
    for (let column = 0; column < columns; column++) {
      const from = Math.max(0, Math.round(first) + column * step)
      const until = Math.min(codes.length, Math.round(first) + (column + 1) * step)
      let [sum, squares] = [0, 0]
      for (let k = from; k < until; k++) {
        sum += codes[k]!
        squares += codes[k]! ** 2
      }
      mean[column] = sum / Math.max(1, until - from)
      square[column] = squares / Math.max(1, until - from)
    }
    return { mean, square }
  }

  #perColumn({ startSeconds, endSeconds, columns }: OracleWindow): number {
    return ((endSeconds - startSeconds) * this.#signal.samplingFrequencyHz) / columns
  }

  #left({ reference, startSeconds }: OracleWindow): number {
    return reference + startSeconds * this.#signal.samplingFrequencyHz
  }

  /** What may be lit between two places in the stream. */
  #reach(from: number, until: number, perColumn: number): Hull {
    if (perColumn >= curveBelow) return this.#tree.hull(Math.floor(from) - 1, Math.ceil(until) + 1)
    const { exact, codes } = this.#signal
    if (until <= 0 || from >= codes.length - 1) return emptyHull
    // At the ends of the stream a curve lacks samples.
    const isWhole = from >= curveReach && until <= codes.length - curveReach
    if (exact !== null && isWhole) {
      // Straight between exact places close together: a sine of four samples a period needs some.
      const parts = 8
      let hull = emptyHull
      for (let k = 0; k <= parts; k++) {
        const code = exact(from + ((until - from) * k) / parts)
        hull = joinHulls(hull, { low: code, high: code })
      }
      return hull
    }
    const [first, end] = [Math.floor(from), Math.ceil(until) + 1]
    let hull = this.#tree.hull(first, end)
    for (let place = first * partsPerSample; place <= end * partsPerSample; place++) {
      const code = this.#curveAt(place)
      hull = joinHulls(hull, { low: code, high: code })
    }
    const near = this.#tree.hull(first - curveReach, end + curveReach)
    const slack = fading * (near.high - near.low)
    return { low: hull.low - slack, high: hull.high + slack }
  }

  /** The curve of sin(x)/x through all samples at a place, in parts of a sample; faded out by a cosine, and late. */
  #curveAt(place: number): number {
    const known = this.#curve.get(place)
    if (known !== undefined) return known
    const { codes } = this.#signal
    const sample = place / partsPerSample
    const middle = Math.round(sample)
    let sum = 0
    for (let k = middle - longReach; k <= middle + longReach; k++) {
      const away = Math.PI * (sample - k)
      const weight = away === 0 ? 1 : (Math.sin(away) / away) * Math.cos(away / 2 / (longReach + 1)) ** 2
      sum += weight * codes[Math.max(0, Math.min(codes.length - 1, k))]!
    }
    this.#curve.set(place, sum)
    return sum
  }

  /** The records that a map can hold; null: too many to tell them apart. */
  #records(): readonly number[] | null {
    const { repeats } = this.#signal
    const rises = this.#rises
    if (rises.length <= (repeats ? mostRecords : mostOther)) return rises
    if (!repeats) return null
    return Array.from({ length: mostRecords }, (_, k) => rises[Math.floor((k * rises.length) / mostRecords)]!)
  }

  #points(window: OracleWindow, perColumn: number): Float32Array<ArrayBuffer> {
    if (perColumn >= 1) return new Float32Array()
    const { codes, exact } = this.#signal
    const { columns } = window
    const left = this.#left(window)
    const found: number[] = []
    const last = Math.min(codes.length - 1, Math.floor(left + columns * perColumn))
    for (let k = Math.max(0, Math.ceil(left)); k <= last; k++) found.push((k - left) / perColumn, codes[k]!)
    if (exact !== null)
      for (let column = 0; column < columns; column++) {
        const sample = left + (column + 0.5) * perColumn
        if (sample >= curveReach && sample <= codes.length - 1 - curveReach) found.push(column + 0.5, exact(sample))
      }
    return Float32Array.from(found)
  }
}

function put(codes: ColumnCodes, column: number, { low, high }: Hull): void {
  const isNothing = !(low <= high)
  codes[2 * column] = isNothing ? Number.NaN : low
  codes[2 * column + 1] = isNothing ? Number.NaN : high
}

/** Places between two samples at which the signal rises through 0, after it was below -100. */
function risesOf(codes: Int16Array): number[] {
  const found: number[] = []
  let isArmed = false
  for (let k = 0; k < codes.length; k++) {
    const code = codes[k]!
    if (code <= -100) isArmed = true
    else if (code >= 0 && isArmed) {
      isArmed = false
      found.push(k === 0 ? 0 : k - code / (code - codes[k - 1]!))
    }
  }
  return found
}

/** A sine of so many cycles per sample whose phase at sample 0 is known can be told anywhere. */
export function exactSine(cyclesPerSample: number, phase: number): (sample: number) => number {
  return (sample) => amplitude * Math.sin(2 * Math.PI * cyclesPerSample * sample + phase)
}
