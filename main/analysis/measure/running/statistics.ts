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
 * Count, mean, standard deviation and extremes as they grow: two passes over the values that are added together, and their
 * mean and spread joined to those before them (T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37, 1983,
 * 242, equation 2.1), which loses no digits to a large mean. Tolerance: over a million values 1e-9 of a two-pass computation.
 */
export class Statistics {
  #count = 0
  #now = Number.NaN
  #mean = 0
  /** Sum of the squared distances from the mean. */
  #spread = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY

  /** Adds values in their order; without any it changes nothing. */
  add(values: Float64Array): void {
    const more = values.length
    if (more === 0) return
    let sum = 0
    let min = this.#min
    let max = this.#max
    for (let k = 0; k < more; k++) {
      const value = values[k]!
      sum += value
      if (value < min) min = value
      if (value > max) max = value
    }
    const mean = sum / more
    let spread = 0
    for (let k = 0; k < more; k++) spread += (values[k]! - mean) ** 2
    const count = this.#count + more
    const away = mean - this.#mean
    this.#mean += (away * more) / count
    this.#spread += spread + (away * away * this.#count * more) / count
    this.#count = count
    this.#now = values[more - 1]!
    this.#min = min
    this.#max = max
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
