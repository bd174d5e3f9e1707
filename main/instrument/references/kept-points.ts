// Samples of one signal, however many: each of them, or the lowest and the highest of each so many. Pure.

/** Points that are kept, at most: 4 MiB. */
export const mostPoints = 1 << 20
/** A point that has no sample: its lowest is above its highest. */
const nothing = { low: 32767, high: -32768 } as const

/** Columns of a stretch; `high` is `low` itself where each column is one sample. A column without a sample has `low` above `high`. */
export interface PointColumns {
  /** The first sample of the first column. */
  readonly first: number
  readonly samplesPerColumn: number
  readonly low: Int16Array
  readonly high: Int16Array
}

export class KeptPoints {
  readonly samples: number
  readonly samplesPerPoint: number
  readonly #low: Int16Array
  readonly #high: Int16Array

  /** @param samples there will be, from 1 */
  constructor(samples: number, most = mostPoints) {
    this.samples = samples
    this.samplesPerPoint = Math.max(1, Math.ceil(samples / most))
    const points = Math.ceil(samples / this.samplesPerPoint)
    this.#low = new Int16Array(points).fill(nothing.low)
    this.#high = new Int16Array(points).fill(nothing.high)
  }

  /**
   * Adds samples. Those beyond the end are left out.
   * @param at the number of the first
   * @param codes of which every `stride`-th is one, from `from` on
   */
  put(at: number, codes: Int16Array, from = 0, stride = 1): void {
    const count = Math.min(Math.ceil((codes.length - from) / stride), this.samples - at)
    const per = this.samplesPerPoint
    for (let done = 0; done < count; ) {
      const point = Math.floor((at + done) / per)
      const end = Math.min(count, (point + 1) * per - at)
      let low = this.#low[point]!
      let high = this.#high[point]!
      for (; done < end; done++) {
        const code = codes[from + done * stride]!
        if (code < low) low = code
        if (code > high) high = code
      }
      this.#low[point] = low
      this.#high[point] = high
    }
  }

  /** Of all samples; null: there is none. */
  get extremes(): { readonly low: number; readonly high: number } | null {
    let { low, high } = nothing as { low: number; high: number }
    for (let point = 0; point < this.#low.length; point++) {
      if (this.#low[point]! < low) low = this.#low[point]!
      if (this.#high[point]! > high) high = this.#high[point]!
    }
    return low > high ? null : { low, high }
  }

  /** What lies from sample `first` up to `end`, one point more on either side, in about `most` columns; each point where four are a column or fewer. */
  columns(first: number, end: number, most: number): PointColumns {
    const points = this.#low.length
    const from = Math.min(points, Math.max(0, Math.floor(first / this.samplesPerPoint) - 1))
    const until = Math.max(from, Math.min(points, Math.ceil(end / this.samplesPerPoint) + 1))
    const each = Math.ceil((until - from) / most)
    // Few are drawn as what they are. Columns begin at multiples of their width, so that they stay where they are when the stretch moves.
    const per = each <= 4 ? 1 : each
    const begin = Math.floor(from / per)
    const count = Math.ceil(until / per) - begin
    const low = new Int16Array(count).fill(nothing.low)
    const high = new Int16Array(count).fill(nothing.high)
    for (let column = 0; column < count; column++) {
      const last = Math.min(points, (begin + column + 1) * per)
      for (let point = (begin + column) * per; point < last; point++) {
        if (this.#low[point]! < low[column]!) low[column] = this.#low[point]!
        if (this.#high[point]! > high[column]!) high[column] = this.#high[point]!
      }
    }
    const samplesPerColumn = per * this.samplesPerPoint
    return { first: begin * samplesPerColumn, samplesPerColumn, low, high }
  }
}
