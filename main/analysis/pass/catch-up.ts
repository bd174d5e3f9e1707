// What a thread does that is slower than the stream: it leaves out what may be left out, until it is near the newest block
// again.
import type { Clock } from '#main/runtime/clock.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { Validity } from '../stream/validity.ts'

/** A block that waited longer than this makes the thread catch up: it leaves the trigger search out. ms. */
const lateMs = 250
/** And in any case before this share of the memory is behind it: what is left is read while the oldest is given back. */
const lateShare = 0.75
/** A stream this young may be caught up with before anything else is said of it. ms. */
const warmUpMs = 5000

export class CatchUp {
  readonly #clock: Clock
  readonly #validity: Validity
  #isLate = false
  #begunMs = 0

  constructor(clock: Clock, validity: Validity) {
    this.#clock = clock
    this.#validity = validity
  }

  /** A stream begins, and nothing of it waits. */
  begin(): void {
    this.#isLate = false
    this.#begunMs = this.#clock.nowMs()
  }

  /** Looks at the block that is taken in next. */
  look(announcedMs: number, format: AnalysedFormat): void {
    const bytesPerSecond = format.samplingFrequencyHz * format.scanIndexes.length * 2
    const limitMs = Math.min(lateMs, ((this.#validity.budgetBytes * lateShare) / bytesPerSecond) * 1000)
    const waitedMs = this.#clock.nowMs() - announcedMs
    if (waitedMs > limitMs) this.#isLate = true
    else if (waitedMs < limitMs / 2) this.#isLate = false
  }

  get isLate(): boolean {
    return this.#isLate
  }

  /** A stream has just begun, and the thread has not caught up with it yet. */
  get isWarmingUp(): boolean {
    return this.#isLate && this.#clock.nowMs() - this.#begunMs < warmUpMs
  }
}
