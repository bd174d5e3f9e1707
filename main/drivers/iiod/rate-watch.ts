// Whether as many samples come as the rate says. The protocol has no word for samples that are missing between two buffers, so the
// clock is all there is to know it by.

/** It is judged by the best moment of so long: whatever a network or a busy machine holds up is there again by then, ms. */
const windowMs = 1000
/** Less than this is not told, ms. */
const leastMs = 50
/** The rate may be so far from what it says, and the clocks so far apart: of the time that has passed. */
const toleratedShare = 0.001

export class RateWatch {
  readonly #samplesPerMs: number
  /** When sample 0 was taken, as far as is known: null before the first ones came. */
  #beginMs: number | null = null
  #samples = 0
  #windowBeginMs = 0
  #leastLateMs = Number.POSITIVE_INFINITY

  /** @param rateHz NaN or 0: it is not known, and nothing is judged */
  constructor(rateHz: number) {
    this.#samplesPerMs = rateHz / 1000
  }

  /**
   * So many samples have just come.
   * @returns how many are missing before the next one, as far as the clock shows it
   */
  came(samples: number, nowMs: number): number {
    if (!(this.#samplesPerMs > 0)) return 0
    this.#samples += samples
    if (this.#beginMs === null) {
      this.#beginMs = nowMs - this.#samples / this.#samplesPerMs
      this.#windowBeginMs = nowMs
      return 0
    }
    this.#leastLateMs = Math.min(this.#leastLateMs, nowMs - this.#beginMs - this.#samples / this.#samplesPerMs)
    const passedMs = nowMs - this.#windowBeginMs
    return passedMs < windowMs ? 0 : this.#judge(passedMs, nowMs)
  }

  #judge(passedMs: number, nowMs: number): number {
    // A begin that was late itself, a clock that is a little faster or slower: from now on they are right.
    const toleratedMs = toleratedShare * passedMs
    const lateMs = this.#leastLateMs - Math.min(this.#leastLateMs, toleratedMs)
    this.#beginMs! += Math.min(this.#leastLateMs, toleratedMs)
    this.#windowBeginMs = nowMs
    this.#leastLateMs = Number.POSITIVE_INFINITY
    if (lateMs < leastMs) return 0
    const missing = Math.round(lateMs * this.#samplesPerMs)
    this.#samples += missing
    return missing
  }
}
