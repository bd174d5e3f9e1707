// Everything that subscribes can be disposed, and is registered for disposal on the line that creates it.

export interface Disposable {
  dispose(): void
}

export function toDisposable(dispose: () => void): Disposable {
  let done = false
  return {
    dispose(): void {
      if (done) return
      done = true
      dispose()
    },
  }
}

/** Owns disposables and disposes them together, last added first. Adding to a disposed store disposes at once. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = []
  #disposed = false

  get isDisposed(): boolean {
    return this.#disposed
  }

  add<T extends Disposable>(item: T): T {
    if (this.#disposed) item.dispose()
    else this.#items.push(item)
    return item
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
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
  #listeners: Listener<T>[] = []

  on(listener: Listener<T>): Disposable {
    this.#listeners = [...this.#listeners, listener]
    return toDisposable(() => {
      // One function may listen twice; each subscription ends only itself.
      const at = this.#listeners.indexOf(listener)
      this.#listeners = this.#listeners.filter((_, k) => k !== at)
    })
  }

  fire(value: T): void {
    for (const listener of this.#listeners) listener(value)
  }

  get hasListeners(): boolean {
    return this.#listeners.length > 0
  }

  dispose(): void {
    this.#listeners = []
  }
}
