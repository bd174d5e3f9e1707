// The newest trigger instants, in order: sample indexes of the first sample on the far side of the level. Old ones are
// written over; a view looks for the newest whose window is complete.

const capacity = 65536

export class TriggerLog {
  readonly #samples = new Float64Array(capacity)
  #count = 0

  /** Triggers ever logged since {@link clear}. */
  get count(): number {
    return this.#count
  }

  clear(): void {
    this.#count = 0
  }

  /** Logs a trigger, which is not earlier than the one before it. */
  push(sample: number): void {
    this.#samples[this.#count++ % capacity] = sample
  }

  /** Forgets the newest triggers until `count` are left: what was found in data that turned out to be torn. */
  truncate(count: number): void {
    this.#count = Math.min(this.#count, count)
  }

  /** The newest trigger at or before `sample`, or null. */
  newestUpTo(sample: number): number | null {
    let low = this.oldest
    let high = this.#count
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (this.at(middle) <= sample) low = middle + 1
      else high = middle
    }
    return low === this.oldest ? null : this.at(low - 1)
  }

  /** The oldest trigger still logged at or behind `sample`, or null. */
  firstFrom(sample: number): number | null {
    let low = this.oldest
    let high = this.#count
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (this.at(middle) < sample) low = middle + 1
      else high = middle
    }
    return low === this.#count ? null : this.at(low)
  }

  /** Index of the oldest trigger that is still logged. */
  get oldest(): number {
    return Math.max(0, this.#count - capacity)
  }

  at(index: number): number {
    return this.#samples[index % capacity]!
  }
}
