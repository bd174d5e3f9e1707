// Everything that subscribes can be disposed, and is registered for disposal on the line that creates it.

export interface Disposable {
  dispose(): void
}

/** Is told of what is created here and when it ends, so that a test can name what was forgotten (testing/leaks.ts). */
export interface DisposalWitness {
  created(item: Disposable): void
  /** The item was given to a store, which disposes it. */
  owned(item: Disposable): void
  ended(item: Disposable): void
}

let witness: DisposalWitness | null = null

/** From now on this witness is told, or none. Returns the one before. For tests: there is one in a process. */
export function setDisposalWitness(next: DisposalWitness | null): DisposalWitness | null {
  const before = witness
  witness = next
  return before
}

/** For who has to answer with a disposable and has nothing to dispose. */
export const nothingToDispose: Disposable = { dispose: () => undefined }

export function toDisposable(dispose: () => void): Disposable {
  let done = false
  const item = {
    dispose(): void {
      if (done) return
      done = true
      witness?.ended(item)
      dispose()
    },
  }
  witness?.created(item)
  return item
}

/** Owns disposables and disposes them together, last added first. Adding to a disposed store disposes at once. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = []
  #disposed = false

  constructor() {
    witness?.created(this)
  }

  get isDisposed(): boolean {
    return this.#disposed
  }

  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose()
    else {
      this.#items.push(item)
      witness?.owned(item)
    }
    return item
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    witness?.ended(this)
    for (let item = this.#items.pop(); item !== undefined; item = this.#items.pop()) item.dispose()
  }
}

export type Listener<T> = (value: T) => void

/** An event: `event.on(listener)` subscribes until the returned disposable is disposed. */
export interface Event<T> {
  on(listener: Listener<T>): Disposable
}

/** The firing side of an {@link Event}. Listeners are called in the order they subscribed. */
export class Emitter<T> implements Event<T>, Disposable {
  #subscriptions: readonly Subscription<T>[] = []

  on(listener: Listener<T>): Disposable {
    // One function may listen twice; each subscription ends only itself.
    const subscription: Subscription<T> = {
      listener,
      end: toDisposable(() => {
        this.#subscriptions = this.#subscriptions.filter((other) => other !== subscription)
      }),
    }
    this.#subscriptions = [...this.#subscriptions, subscription]
    return subscription.end
  }

  fire(value: T): void {
    for (const { listener } of this.#subscriptions) listener(value)
  }

  get hasListeners(): boolean {
    return this.#subscriptions.length > 0
  }

  /** Ends all subscriptions. */
  dispose(): void {
    const ending = this.#subscriptions
    this.#subscriptions = []
    for (const { end } of ending) end.dispose()
  }
}

interface Subscription<T> {
  readonly listener: Listener<T>
  readonly end: Disposable
}
