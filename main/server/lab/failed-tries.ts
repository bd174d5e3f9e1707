// How often an address came without a token that is good: whoever tries one after another is soon told no more than that.
// Who has a good token is let in all the same, so nobody locks out others behind the same address.
import type { Clock } from '#main/runtime/clock.ts'

/** In {@link triesWithinMs}; every further one is only refused. */
export const mostTries = 20
export const triesWithinMs = 60_000
/** Addresses that are remembered: the oldest is forgotten first. */
const mostAddresses = 1000

export class FailedTries {
  readonly #clock: Pick<Clock, 'nowMs'>
  /** When the newest tries of each address were, oldest first. */
  readonly #tries = new Map<string, number[]>()

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock
  }

  /** One more of this address. Returns whether there were too many. */
  note(address: string): boolean {
    const nowMs = this.#clock.nowMs()
    const recent = (this.#tries.get(address) ?? []).filter((atMs) => nowMs - atMs < triesWithinMs)
    const isTooMany = recent.length >= mostTries
    if (!isTooMany) recent.push(nowMs)
    this.#tries.delete(address)
    this.#tries.set(address, recent)
    const [oldest] = this.#tries.keys()
    if (this.#tries.size > mostAddresses && oldest !== undefined) this.#tries.delete(oldest)
    return isTooMany
  }
}
