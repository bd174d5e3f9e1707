// How often something happened within the last second.
const windowMs = 1000

export class RateMeter {
  #times: number[] = []

  /** Counts one more; returns the present rate. */
  count(nowMs: number): number {
    this.#times.push(nowMs)
    return this.rate(nowMs)
  }

  rate(nowMs: number): number {
    const from = nowMs - windowMs
    while (this.#times.length > 0 && this.#times[0]! <= from) this.#times.shift()
    return this.#times.length
  }
}
