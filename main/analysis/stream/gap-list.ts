// Where samples are missing: few entries, in order, with a running total so that a window's loss costs two searches.

export interface Gap {
  /** First missing sample. */
  readonly firstSample: number
  readonly samples: number
}

/** More gaps than this are merged into their neighbour: the list stays bounded however bad the stream is. */
const maxGaps = 65536

export class GapList {
  #gaps: Gap[] = []
  /** Missing samples before gap k, counted from the first gap ever. */
  #totals: number[] = []
  #total = 0

  clear(): void {
    this.#gaps = []
    this.#totals = []
    this.#total = 0
  }

  /** A gap behind all others. */
  push(firstSample: number, samples: number): void {
    if (this.#gaps.length >= maxGaps) {
      this.#gaps.splice(0, maxGaps / 2)
      this.#totals.splice(0, maxGaps / 2)
    }
    this.#gaps.push({ firstSample, samples })
    this.#totals.push(this.#total)
    this.#total += samples
  }

  dropBefore(sample: number): void {
    const keep = this.#find(sample)
    // Cutting an array costs its length, so it waits until half of it is old.
    if (keep * 2 < this.#gaps.length || keep === 0) return
    this.#gaps.splice(0, keep)
    this.#totals.splice(0, keep)
  }

  /** Missing samples from `first` up to `end`. */
  missing(first: number, end: number): number {
    return Math.max(0, this.#missingBefore(end) - this.#missingBefore(first))
  }

  /**
   * The gaps that touch the samples from `first` up to `end`, cut to the window. Where there are more than about `limit`,
   * those that lie nearer together than a `limit`-th of the window become one: no place is left out.
   */
  within(first: number, end: number, limit: number): Gap[] {
    const begin = this.#find(first)
    const behind = this.#find(end)
    const nearness = behind - begin < limit ? 0 : (end - first) / limit
    const found: Gap[] = []
    for (let k = begin; k < this.#gaps.length; k++) {
      const gap = this.#gaps[k]!
      if (gap.firstSample >= end) break
      const from = Math.max(first, gap.firstSample)
      const until = Math.min(end, gap.firstSample + gap.samples)
      const last = found.at(-1)
      if (last !== undefined && from - last.firstSample - last.samples < nearness)
        found[found.length - 1] = { firstSample: last.firstSample, samples: until - last.firstSample }
      else found.push({ firstSample: from, samples: until - from })
    }
    return found
  }

  /** Index of the first gap that ends behind `sample`. */
  #find(sample: number): number {
    let low = 0
    let high = this.#gaps.length
    while (low < high) {
      const middle = (low + high) >> 1
      const gap = this.#gaps[middle]!
      if (gap.firstSample + gap.samples <= sample) low = middle + 1
      else high = middle
    }
    return low
  }

  #missingBefore(sample: number): number {
    const k = this.#find(sample)
    const gap = this.#gaps[k]
    if (gap === undefined) return this.#total
    return this.#totals[k]! + Math.max(0, sample - gap.firstSample)
  }
}
