// A doorbell: one thread sleeps until another rings. The bell is a counter, so a ring between "is there work?" and
// "sleep" is never lost: read `count`, look for work, then wait for the count to differ.

export const doorbellBytes = 64

export class Doorbell {
  readonly #words: Int32Array<SharedArrayBuffer>
  readonly #index: number

  /** @param address of `doorbellBytes` bytes, zeroed once before any thread uses them. */
  constructor(buffer: SharedArrayBuffer, address: number) {
    this.#words = new Int32Array(buffer)
    this.#index = address >>> 2
    if (address % 4 !== 0) throw new RangeError(`a doorbell at address ${address} is not aligned`)
  }

  get count(): number {
    return Atomics.load(this.#words, this.#index)
  }

  ring(): void {
    Atomics.add(this.#words, this.#index, 1)
    Atomics.notify(this.#words, this.#index)
  }

  /** Sleeps until the count differs from `seen`, at most `timeoutMs`. Never on the main thread: it blocks. */
  wait(seen: number, timeoutMs: number): void {
    Atomics.wait(this.#words, this.#index, seen, timeoutMs)
  }
}
