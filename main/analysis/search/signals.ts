// The signals that lie one after the other in memory, as the search tells them apart: where each begins, and how far its channels
// reach, which decides what is noise.

interface Signal {
  readonly first: number
  /** By position in the scan: from the lowest to the highest code, as a power of two, where that was looked at. */
  readonly spans: number[]
}

const first = (sample: number): Signal => ({ first: sample, spans: [] })

export class Signals {
  /** Oldest first. */
  #all: Signal[] = [first(0)]

  clear(): void {
    this.#all = [first(0)]
  }

  /** From `sample` on the signal is another one. */
  begin(sample: number): void {
    this.#all = [...this.#all.filter((one) => one.first < sample), first(sample)]
  }

  /** Forgets signals that end before `sample`. */
  dropBefore(sample: number): void {
    while (this.#all.length > 1 && this.#all[1]!.first <= sample) this.#all.shift()
  }

  /** First sample of the newest signal. */
  get newest(): number {
    return this.#all.at(-1)!.first
  }

  /** First sample of the signal that follows the one at `sample`; Infinity: there is none. */
  endOf(sample: number): number {
    return this.#all.find((one) => one.first > sample)?.first ?? Number.POSITIVE_INFINITY
  }

  /** First sample of the signal at `sample`. */
  firstOf(sample: number): number {
    return this.#at(sample).first
  }

  /** What its channel spans at `sample`; Infinity: nobody knows. */
  spanAt(sample: number, channel: number): number {
    return this.#at(sample).spans[channel] ?? Number.POSITIVE_INFINITY
  }

  /**
   * What a channel of the newest signal was seen to span. Only a factor of two counts, and only a larger one: what is taken for noise
   * shall not change with every look.
   * @returns whether it is another one
   */
  see(codes: number, channel: number): boolean {
    const { spans } = this.#all.at(-1)!
    const span = 2 ** Math.ceil(Math.log2(Math.max(1, codes)))
    if (span <= (spans[channel] ?? 0)) return false
    spans[channel] = span
    return true
  }

  #at(sample: number): Signal {
    return this.#all.findLast((one) => one.first <= sample) ?? this.#all[0]!
  }
}
