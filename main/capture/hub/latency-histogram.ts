// Delays in logarithmic buckets: constant memory, a few nanoseconds per entry, percentiles within 5 %.

const bucketsPerOctave = 16
const smallestMs = 1e-3
/** Up to 2^27 us, more than two minutes. */
const octaves = 27
const buckets = bucketsPerOctave * octaves

export interface Percentiles {
  readonly p50: number
  readonly p99: number
}

export class LatencyHistogram {
  readonly #counts = new Float64Array(buckets)
  #total = 0

  get total(): number {
    return this.#total
  }

  /** Adds `count` entries of `ms`; negative delays count as none. */
  add(ms: number, count = 1): void {
    const bucket = ms > smallestMs ? Math.floor(Math.log2(ms / smallestMs) * bucketsPerOctave) : 0
    const index = Math.min(bucket, buckets - 1)
    this.#counts[index] = this.#counts[index]! + count
    this.#total += count
  }

  /** The delay in ms that this share (0..1) of the entries does not exceed; 0 without entries. */
  quantile(share: number): number {
    if (this.#total === 0) return 0
    let left = Math.max(share * this.#total, 1)
    for (let index = 0; index < buckets; index++) {
      const count = this.#counts[index]!
      if (count >= left) return smallestMs * 2 ** ((index + left / count) / bucketsPerOctave)
      left -= count
    }
    return smallestMs * 2 ** octaves
  }

  percentiles(): Percentiles {
    return { p50: this.quantile(0.5), p99: this.quantile(0.99) }
  }

  clear(): void {
    this.#counts.fill(0)
    this.#total = 0
  }
}
