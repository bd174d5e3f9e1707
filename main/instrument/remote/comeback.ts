// A capture from another machine, or of a device that was unplugged, that broke off goes on by itself when it can: what was captured stays until then, and why it
// stopped is on the screen.
import { Refusal } from '#main/iiod/index.ts'
import { ErrnoError, say, sentenceOf } from '#shared/errors.ts'
import type { Disposable } from '#shared/lifecycle.ts'
import type { Sentence } from '#shared/sentence.ts'
import type { InstrumentParts } from '../parts.ts'
import type { RemoteFailure } from './remotes.ts'

/** Pauses between tries begin with this one, double, and end with the other, ms. */
export const comebackMs = { first: 500, longest: 15_000 } as const

export class Comeback implements Disposable {
  readonly #parts: Pick<InstrumentParts, 'stack' | 'hub' | 'acquisition'>
  readonly #remark: (sentence: Sentence) => void
  readonly #following: Disposable
  #timer: Disposable | null = null
  #isOver = false

  /** @param remark tells that it goes on again */
  constructor(parts: Pick<InstrumentParts, 'stack' | 'hub' | 'acquisition'>, remark: (sentence: Sentence) => void) {
    this.#parts = parts
    this.#remark = remark
    this.#following = parts.stack.remotes.onFailure.on((failure) => this.#broken(failure))
  }

  dispose(): void {
    this.#isOver = true
    this.#following.dispose()
    this.#timer?.dispose()
  }

  #broken({ input, reason }: RemoteFailure): void {
    // Where the other side says what is wrong, trying again says the same.
    const isSilent = reason.errno === 'ETIMEDOUT' && !(reason instanceof Refusal)
    const isLost = isSilent || reason.errno === 'EIO' || reason.errno === 'EPROTO' || reason.errno === 'ENODEV'
    const told = isLost
      ? new ErrnoError(
          reason.errno,
          say`${sentenceOf(reason)} It is tried again until it works; Run tries at once, Stop gives up.`,
        )
      : reason
    const { stack, hub } = this.#parts
    if (this.#isOver || stack.input !== input) return
    hub.sourceFailed(told)
    if (isLost) this.#later({ input, reason: told }, comebackMs.first)
  }

  #later(failure: RemoteFailure, pauseMs: number): void {
    if (this.#isOver) return
    this.#timer?.dispose()
    this.#timer = this.#parts.stack.runtime.clock.timer(pauseMs, () => void this.#attempt(failure, pauseMs))
  }

  async #attempt({ input, reason }: RemoteFailure, pauseMs: number): Promise<void> {
    const { stack, acquisition } = this.#parts
    let outcome: ErrnoError | null | undefined
    try {
      await stack.remotes.restore(input)
      outcome = await acquisition.resume(reason)
    } catch {
      return this.#later({ input, reason }, Math.min(pauseMs * 2, comebackMs.longest))
    }
    if (outcome === null) this.#remark(say`${input.device.name} is back, and is captured again.`)
    // A new try that failed has its own reason, and it is tried for that one.
    else if (outcome !== undefined) this.#later({ input, reason: outcome }, Math.min(pauseMs * 2, comebackMs.longest))
  }
}
