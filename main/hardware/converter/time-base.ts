// The sampling clock: sample i is due at t0 + i / fs, on the monotonic clock. When the machine cannot keep up, t0 moves.

/** Rounding guard, in samples: a sleep until a due time must find that sample due. */
const guard = 1e-3

export class TimeBase {
  #t0Ms = 0
  #samplesPerMs = 1
  #slippedMs = 0
  #waitedMs = 0

  start(nowMs: number, samplingFrequencyHz: number): void {
    this.#t0Ms = nowMs
    this.#samplesPerMs = samplingFrequencyHz / 1000
    this.#slippedMs = 0
    this.#waitedMs = 0
  }

  get samplesPerMs(): number {
    return this.#samplesPerMs
  }

  get slippedMs(): number {
    return this.#slippedMs
  }

  /** How long it stood still for a stream that gave nothing, ms. */
  get waitedMs(): number {
    return this.#waitedMs
  }

  /** Samples converted until `nowMs`: the indexes below it exist. */
  dueCount(nowMs: number): number {
    return nowMs < this.#t0Ms ? 0 : Math.floor((nowMs - this.#t0Ms) * this.#samplesPerMs + guard) + 1
  }

  /** When sample `index` is due. */
  dueMs(index: number): number {
    return this.#t0Ms + index / this.#samplesPerMs
  }

  /** Time has passed that the clock does not count, because the machine slept: more is due than it says. */
  passUnseen(ms: number): void {
    this.#t0Ms -= ms
  }

  /** Lets simulated time fall behind: everything from now on is due later. */
  slip(byMs: number): void {
    this.#t0Ms += byMs
    this.#slippedMs += byMs
  }

  /** What is converted comes later than the clock says: everything from now on is due later. It is no fault of the machine. */
  wait(byMs: number): void {
    this.#t0Ms += byMs
    this.#waitedMs += byMs
  }
}
