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
 * which loses no digits to a large mean; two of them are put together by Chan's rule (T. F. Chan, G. H. Golub, R. J. LeVeque,
 * 1979). Tolerance: over a million values 1e-9 of a two-pass computation.
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

  /** Takes in what another one has seen, as if it came now. */
  merge(other: Statistics): void {
    if (other.#count === 0) return
    const count = this.#count + other.#count
    const away = other.#mean - this.#mean
    this.#spread += other.#spread + (away * away * this.#count * other.#count) / count
    this.#mean += (away * other.#count) / count
    this.#count = count
    this.#now = other.#now
    this.#min = Math.min(this.#min, other.#min)
    this.#max = Math.max(this.#max, other.#max)
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
