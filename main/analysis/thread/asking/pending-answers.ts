// Questions to the analyser that have one answer each.
import type { ErrnoError } from '#shared/errors.ts'
import type { ToAnalyser } from '../messages.ts'

/** The way to the analyser for whoever tells it something and asks it for something. */
export interface AskingLink {
  /** Lost while there is no thread. */
  tell(message: ToAnalyser): void
  /** @throws ENODEV after the end, and while the thread is started again; EIO when it fails meanwhile */
  ask<T>(question: (request: number) => ToAnalyser): Promise<T>
}

interface Pending {
  resolve(value: unknown): void
  reject(reason: ErrnoError): void
}

export class PendingAnswers {
  readonly #pending = new Map<number, Pending>()
  #next = 1

  /** Asks with a number of its own; rejects with what `send` throws. */
  ask<T>(send: (request: number) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const request = this.#next++
      this.#pending.set(request, { resolve: resolve as (value: unknown) => void, reject })
      try {
        send(request)
      } catch (thrown) {
        this.#pending.delete(request)
        throw thrown
      }
    })
  }

  /** An answer nobody waits for is dropped. */
  answer(request: number, value: unknown): void {
    this.#pending.get(request)?.resolve(value)
    this.#pending.delete(request)
  }

  rejectAll(reason: ErrnoError): void {
    for (const pending of this.#pending.values()) pending.reject(reason)
    this.#pending.clear()
  }
}
