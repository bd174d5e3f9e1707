// The lowest and the highest of any stretch of samples, quickly: a pyramid of plain minima and maxima. It is the oracle's
// own, and has nothing of the product's.

export interface Hull {
  readonly low: number
  readonly high: number
}

/** Of no sample at all. */
export const emptyHull: Hull = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }

export const joinHulls = (a: Hull, b: Hull): Hull => ({ low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) })

const fold = 16

export class HullTree {
  readonly #lows: Int16Array[]
  readonly #highs: Int16Array[]

  constructor(codes: Int16Array) {
    this.#lows = [codes]
    this.#highs = [codes]
    while (this.#lows.at(-1)!.length > fold) {
      const [low, high] = [this.#lows.at(-1)!, this.#highs.at(-1)!]
      const length = Math.ceil(low.length / fold)
      const [lows, highs] = [new Int16Array(length).fill(32767), new Int16Array(length).fill(-32768)]
      for (let k = 0; k < low.length; k++) {
        const at = Math.floor(k / fold)
        if (low[k]! < lows[at]!) lows[at] = low[k]!
        if (high[k]! > highs[at]!) highs[at] = high[k]!
      }
      this.#lows.push(lows)
      this.#highs.push(highs)
    }
  }

  get length(): number {
    return this.#lows[0]!.length
  }

  /** Of the samples from `first` up to `end`, whole numbers; what lies outside the stream counts as nothing. */
  hull(first: number, end: number): Hull {
    let [from, until] = [Math.max(0, first), Math.min(this.length, end)]
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let level = 0; from < until; level++) {
      const [lows, highs] = [this.#lows[level]!, this.#highs[level]!]
      const isTop = level === this.#lows.length - 1
      const take = (k: number): void => {
        if (lows[k]! < low) low = lows[k]!
        if (highs[k]! > high) high = highs[k]!
      }
      while (from < until && (isTop || from % fold !== 0)) take(from++)
      while (from < until && (isTop || until % fold !== 0)) take(--until)
      from /= fold
      until /= fold
    }
    return { low, high }
  }
}
