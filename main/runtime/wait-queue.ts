// A kernel wait queue: sleep until a condition holds. The waiter registers before it tests the condition, so a wake-up
// between test and sleep is never lost; wake-ups may be spurious, so the condition is tested again after each.
import { fail, say } from '#shared/errors.ts'

export class WaitQueue {
  /** Replaced, never changed: a wake-up goes through those that slept when it began. Mostly there is one. */
  #sleepers: readonly (() => void)[] = []
  #wakeCount = 0

  /** Grows with every wake-up, so that a waiter whose condition is asynchronous can see one it would have missed. */
  get wakeCount(): number {
    return this.#wakeCount
  }

  get sleeperCount(): number {
    return this.#sleepers.length
  }

  /** Wakes every sleeper; each re-evaluates its condition. */
  wake(): void {
    this.#wakeCount++
    for (const wake of this.#sleepers) wake()
  }

  /**
   * Resolves when `condition` holds. The condition is evaluated synchronously at each wake-up, so a burst of wake-ups
   * that do not satisfy it costs no task switch.
   * @throws EINTR when `signal` is aborted first.
   */
  waitUntil(condition: () => boolean, signal?: AbortSignal): Promise<void> {
    if (condition()) return Promise.resolve()
    return new Promise<void>((resolve, reject) => {
      const finish = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== onWake)
        signal?.removeEventListener('abort', onAbort)
      }
      const onWake = (): void => {
        try {
          if (!condition()) return
        } catch (thrown) {
          finish()
          reject(thrown)
          return
        }
        finish()
        resolve()
      }
      const onAbort = (): void => {
        finish()
        try {
          fail('EINTR', say`The wait was interrupted.`)
        } catch (thrown) {
          reject(thrown)
        }
      }
      if (signal?.aborted) return onAbort()
      this.#sleepers = [...this.#sleepers, onWake]
      signal?.addEventListener('abort', onAbort)
    })
  }
}
