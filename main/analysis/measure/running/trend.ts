// A measurement over time, in a fixed amount of memory.

/** As many columns as are drawn at most. */
const most = 256
/** Seconds of a column at first. */
const firstSeconds = 1e-3

export interface TrendFigures {
  readonly secondsPerColumn: number
  /** Of each column, the newest last; null: it has no value. */
  readonly min: readonly (number | null)[]
  readonly max: readonly (number | null)[]
  readonly mean: readonly (number | null)[]
}

/**
 * Lowest, highest and mean value of columns of equal time, from the first value to the newest. When there is no room for
 * another column, two each become one, so that at least half of them are always in use and no extreme is lost.
 */
export class Trend {
  readonly #min = new Float64Array(most).fill(Number.POSITIVE_INFINITY)
  readonly #max = new Float64Array(most).fill(Number.NEGATIVE_INFINITY)
  readonly #sum = new Float64Array(most)
  readonly #count = new Float64Array(most)
  #seconds = firstSeconds
  #begin = Number.NaN
  #last = 0
  /** Columns up to that of the newest value. */
  #columns = 0

  /**
   * Adds values of one instant.
   * @param atSeconds when it was; what is earlier than the value before it is of another stream, which goes on where that one ended
   */
  add(values: Float64Array, atSeconds: number): void {
    if (values.length === 0) return
    if (Number.isNaN(this.#begin)) this.#begin = atSeconds
    else if (atSeconds < this.#last) this.#begin -= this.#last - atSeconds
    this.#last = atSeconds
    let column = Math.floor((atSeconds - this.#begin) / this.#seconds)
    for (; column >= most; column >>= 1) this.#halve()
    this.#columns = Math.max(this.#columns, column + 1)
    let [min, max, sum] = [this.#min[column]!, this.#max[column]!, this.#sum[column]!]
    for (let k = 0; k < values.length; k++) {
      const value = values[k]!
      if (value < min) min = value
      if (value > max) max = value
      sum += value
    }
    this.#min[column] = min
    this.#max[column] = max
    this.#sum[column] = sum
    this.#count[column]! += values.length
  }

  get figures(): TrendFigures {
    const columns = Array.from({ length: this.#columns }, (_, k) => k)
    const of = (figure: (column: number) => number): (number | null)[] =>
      columns.map((column) => (this.#count[column] === 0 ? null : figure(column)))
    return {
      secondsPerColumn: this.#seconds,
      min: of((column) => this.#min[column]!),
      max: of((column) => this.#max[column]!),
      mean: of((column) => this.#sum[column]! / this.#count[column]!),
    }
  }

  #halve(): void {
    this.#seconds *= 2
    this.#columns = Math.ceil(this.#columns / 2)
    for (let k = 0; k < most; k++) {
      const [a, b] = [2 * k, 2 * k + 1]
      const isThere = b < most
      this.#min[k] = isThere ? Math.min(this.#min[a]!, this.#min[b]!) : Number.POSITIVE_INFINITY
      this.#max[k] = isThere ? Math.max(this.#max[a]!, this.#max[b]!) : Number.NEGATIVE_INFINITY
      this.#sum[k] = isThere ? this.#sum[a]! + this.#sum[b]! : 0
      this.#count[k] = isThere ? this.#count[a]! + this.#count[b]! : 0
    }
  }
}
