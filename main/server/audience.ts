// Who is watching, and so whether the browser front is still wanted. Closing the last page ends the program, as closing
// the last window does; a reload is not a close, though to a socket it looks like one.
import type { Clock } from '#main/runtime/clock.ts'
import type { Role } from '#shared/contract/access.ts'
import { type Disposable, toDisposable } from '#shared/lifecycle.ts'
import { patience } from '#shared/patience.ts'

/** After the last viewer left, ms: long enough for a page that lost its socket to come back by itself. */
export const closeDelayMs = 500
/** A page that was fetched has this long to connect, ms: a reload on a slow machine. */
export const loadPatienceMs = 10_000

export class Audience implements Disposable {
  readonly #clock: Clock
  readonly #onGone: () => void
  readonly #isAwaited: () => boolean
  #viewers = 0
  #hadOperator = false
  #hasLeft = false
  #expectedUntilMs = Number.NEGATIVE_INFINITY
  #leaving: Disposable | null = null
  #disposed = false

  /**
   * @param onGone called once, when there have been operators and no viewer is left or on its way
   * @param isAwaited whether something goes on that the last viewer has begun, and will come back for: nobody is gone then
   */
  constructor(clock: Clock, onGone: () => void, isAwaited: () => boolean = () => false) {
    this.#clock = clock
    this.#onGone = onGone
    this.#isAwaited = isAwaited
  }

  /** What a viewer may have been awaited for has ended, or begun. */
  look(): void {
    if (this.#hasLeft && this.#viewers === 0 && this.#leaving === null && !this.#isAwaited()) this.#leaveSoon()
  }

  /** A page has been fetched: a viewer is on its way. A reload fetches the page before it closes the old one. */
  expect(): void {
    this.#expectedUntilMs = this.#clock.nowMs() + loadPatienceMs
    // The page came back after its socket had closed: wait for it instead.
    if (this.#leaving !== null) this.#leaveSoon()
  }

  /** A viewer has come; dispose the result when it goes. Observers alone do not end the program by going. */
  join(role: Role = 'operator'): Disposable {
    this.#viewers++
    if (role === 'operator') this.#hadOperator = true
    this.#hasLeft = false
    this.#expectedUntilMs = Number.NEGATIVE_INFINITY
    this.#stay()
    return toDisposable(() => {
      this.#viewers--
      if (this.#viewers === 0 && this.#hadOperator && !this.#disposed) this.#leaveSoon()
    })
  }

  dispose(): void {
    this.#hasLeft = false
    this.#disposed = true
    this.#stay()
  }

  #stay(): void {
    this.#leaving?.dispose()
    this.#leaving = null
  }

  #leaveSoon(): void {
    this.#stay()
    const delayMs = Math.max(closeDelayMs, this.#expectedUntilMs - this.#clock.nowMs())
    this.#leaving = patience(this.#clock, delayMs, () => {
      this.#leaving = null
      this.#hasLeft = true
      if (this.#isAwaited()) return
      this.dispose()
      this.#onGone()
    })
  }
}
