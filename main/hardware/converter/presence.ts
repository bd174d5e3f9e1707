// Whether the thread that stands for the hardware was there. It looks at the clock all the time, and says when it will
// look again: when it then comes much later, it did not run (the process was stopped, the machine slept or was busy
// elsewhere). That is not the same as being too slow, when it is there and yet cannot keep up.

/** Away for less than this, ms, it catches up; away for longer, the converter stood still and has not converted. */
export const standstillMs = 500
/** Away for less than this is the ordinary jitter of a thread, ms. */
const jitterMs = 5
/** The machine's sleep is asked for so often, ms: asking opens a file. */
const askSleepMs = 20

export class Presence {
  readonly #sleptMs: () => number
  #expectedMs = Number.POSITIVE_INFINITY
  #lastSleptMs = 0
  #askedMs = 0
  #owedMs = 0

  /** @param sleptMs how long the machine has slept since some moment, ms: the clock does not count that time */
  constructor(sleptMs: () => number) {
    this.#sleptMs = sleptMs
  }

  /** Time the thread was away for that has not been caught up yet, ms. */
  get owedMs(): number {
    return this.#owedMs
  }

  /** A stream begins. */
  begin(nowMs: number): void {
    this.#askedMs = nowMs
    this.#lastSleptMs = this.#sleptMs()
    this.resume(nowMs)
  }

  /** The thread had nothing to do until now, and looks again. */
  resume(nowMs: number): void {
    this.#expectedMs = nowMs
    this.#owedMs = 0
  }

  /** The thread will look again at this time at the latest. */
  promise(atMs: number): void {
    this.#expectedMs = Math.max(this.#expectedMs, atMs)
  }

  /** It looks, `lateMs` behind. Returns for how long it stood still until now, ms; 0: it was there, or catches up. */
  look(nowMs: number, lateMs: number): number {
    const awayMs = nowMs - this.#expectedMs
    this.#expectedMs = nowMs
    if (awayMs > standstillMs) {
      this.#owedMs = 0
      return awayMs
    }
    if (awayMs > jitterMs) this.#owedMs += awayMs
    this.#owedMs = Math.min(this.#owedMs, standstillMs, Math.max(0, lateMs))
    return 0
  }

  /** How long the machine slept since this was last asked, ms: 0 for less than {@link standstillMs}. */
  slept(nowMs: number): number {
    if (nowMs - this.#askedMs < askSleepMs) return 0
    this.#askedMs = nowMs
    const sleptMs = this.#sleptMs() - this.#lastSleptMs
    if (sleptMs < standstillMs) return 0
    this.#lastSleptMs += sleptMs
    return sleptMs
  }
}
