// Statistics of a stream of values, without keeping them.

/** SI units, as the values; every one is NaN while there are no values. */
export interface StatisticsFigures {
  readonly count: number
  /** The newest value. */
  readonly now: number
  readonly mean: number
  readonly min: number
  readonly max: number
  /** Standard deviation of a sample (n - 1); 0 of a single value. */
  readonly sigma: number
}

/**
 * Count, mean, standard deviation and extremes as they grow, by Welford's method (B. P. Welford, Technometrics 4, 1962, 419),
 * which loses no digits to a large mean. Tolerance: over a million values 1e-9 of a two-pass computation.
 */
export class Statistics {
  #count = 0
  #now = Number.NaN
  #mean = 0
  /** Sum of the squared distances from the mean. */
  #spread = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY

  add(value: number): void {
    this.#count++
    this.#now = value
    const away = value - this.#mean
    this.#mean += away / this.#count
    this.#spread += away * (value - this.#mean)
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
  }

  get figures(): StatisticsFigures {
    const count = this.#count
    if (count === 0) {
      const none = Number.NaN
      return { count, now: none, mean: none, min: none, max: none, sigma: none }
    }
    const sigma = count === 1 ? 0 : Math.sqrt(this.#spread / (count - 1))
    return { count, now: this.#now, mean: this.#mean, min: this.#min, max: this.#max, sigma }
  }
}
