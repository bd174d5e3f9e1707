// What every adapter needs on its receiving side: hold messages until started, hand them to the listeners, close once.
import { type Disposable, Emitter, toDisposable } from '../lifecycle.ts'

export class PortInbox {
  readonly #messages = new Emitter<unknown>()
  readonly #closes = new Emitter<void>()
  #waiting: unknown[] | null = []
  #closed = false

  get isClosed(): boolean {
    return this.#closed
  }

  /** A message has come in. Dropped after close. */
  receive(message: unknown): void {
    if (this.#closed) return
    if (this.#waiting !== null) this.#waiting.push(message)
    else this.#messages.fire(message)
  }

  /** Delivers what has waited, in order, then everything else as it comes. Does nothing the second time. */
  start(): void {
    const waiting = this.#waiting
    if (waiting === null) return
    this.#waiting = null
    for (const message of waiting) {
      if (this.#closed) return
      this.#messages.fire(message)
    }
  }

  onMessage(listener: (message: unknown) => void): Disposable {
    return this.#messages.on(listener)
  }

  onClose(listener: () => void): Disposable {
    if (!this.#closed) return this.#closes.on(listener)
    let wanted = true
    const end = toDisposable(() => {
      wanted = false
    })
    void Promise.resolve().then(() => {
      if (!wanted) return
      end.dispose()
      listener()
    })
    return end
  }

  /** Tells the close listeners, once, and forgets all listeners. Returns false when it had been closed before. */
  close(): boolean {
    if (this.#closed) return false
    this.#closed = true
    this.#waiting = []
    this.#messages.dispose()
    this.#closes.fire()
    this.#closes.dispose()
    return true
  }
}
