// What is looked at again and again: often while something moves, seldom once all stands still. Each look wakes a processor, which
// costs a machine that does nothing else more than the look.
import type { Disposable } from '#shared/lifecycle.ts'

export interface RoundsPace {
  /** While something moves, ms. */
  readonly everyMs: number
  /** While nothing does, ms. */
  readonly restMs: number
}

export class Rounds implements Disposable {
  readonly #pace: RoundsPace
  readonly #look: () => boolean
  #isResting = false
  #isOver = false
  #timer: NodeJS.Timeout

  /** @param look called again and again, without keeping the process alive; tells whether something moves */
  constructor(pace: RoundsPace, look: () => boolean) {
    this.#pace = pace
    this.#look = look
    this.#timer = this.#wait(pace.everyMs)
  }

  /** Something has changed, or is about to: it is looked at soon. */
  stir(): void {
    if (!this.#isResting || this.#isOver) return
    this.#isResting = false
    clearTimeout(this.#timer)
    this.#timer = this.#wait(this.#pace.everyMs)
  }

  dispose(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }

  #wait(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#round(), ms).unref()
  }

  #round(): void {
    this.#isResting = !this.#look()
    if (!this.#isOver) this.#timer = this.#wait(this.#isResting ? this.#pace.restMs : this.#pace.everyMs)
  }
}
