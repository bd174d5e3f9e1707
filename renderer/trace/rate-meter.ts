// How often something happened within the last second.
const windowMs = 1000

export class RateMeter {
  #times: number[] = []

  /** Counts one more. */
  count(nowMs: number): void {
    this.#times.push(nowMs)
  }

  /** To be asked for at least now and then: it forgets what is over. */
  rate(nowMs: number): number {
    const from = nowMs - windowMs
    while (this.#times.length > 0 && this.#times[0]! <= from) this.#times.shift()
    return this.#times.length
  }
}
