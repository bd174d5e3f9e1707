// Failures to order: the next allocation, or the n-th place from now on at which anything can fail. A model of the code
// under test keeps an injector of its own, with the same orders, and passes it in the order in which it expects the code
// to pass the real one.
import { ErrnoError, say } from '#shared/errors.ts'

/** Where something can fail: memory for a block, a descriptor for a transfer, the hand-over to the channel. */
export type FaultPoint = 'alloc' | 'prepare' | 'submit'

export class FaultInjector {
  /** Every point passed so far, oldest first, with those that failed marked: `alloc`, `submit!`. */
  readonly passed: string[] = []
  readonly #armed: Record<FaultPoint, number> = { alloc: 0, prepare: 0, submit: 0 }
  #failAt = Number.POSITIVE_INFINITY

  /** The next `count` passes of `point` fail. */
  failNext(point: FaultPoint, count = 1): void {
    this.#armed[point] = count
  }

  /** The `n`-th point passed since the beginning fails, whatever it is; counting from 0. */
  failAt(n: number): void {
    this.#failAt = n
  }

  /** Passes `point`; true when it is to fail. */
  fails(point: FaultPoint): boolean {
    const isArmed = this.#armed[point] > 0
    if (isArmed) this.#armed[point]--
    const fails = isArmed || this.passed.length === this.#failAt
    this.passed.push(fails ? `${point}!` : point)
    return fails
  }

  /** Passes `point`. @throws ENOMEM when it is to fail. */
  pass(point: FaultPoint): void {
    if (this.fails(point)) throw new ErrnoError('ENOMEM', say`This ${point} was ordered to fail.`)
  }
}
