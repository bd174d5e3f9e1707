// The interrupt line between the hardware and the CPU: level triggered and shared. While it is raised and not yet
// acknowledged, raising it again costs nothing, so a burst of completions is one message to the main thread.

export class InterruptLine {
  readonly #words: Int32Array<SharedArrayBuffer>
  readonly #index: number
  readonly #deliver: () => void

  /** @param deliver hardware side: how the CPU learns of it; the CPU's side needs none */
  constructor(buffer: SharedArrayBuffer, address: number, deliver: () => void = () => {}) {
    this.#words = new Int32Array(buffer)
    this.#index = address >>> 2
    this.#deliver = deliver
  }

  /** Hardware: after the pending bits were set. */
  raise(): void {
    if (Atomics.exchange(this.#words, this.#index, 1) === 0) this.#deliver()
  }

  /** CPU: before the pending bits are read, so that nothing set later is missed. */
  acknowledge(): void {
    Atomics.store(this.#words, this.#index, 0)
  }

  get isRaised(): boolean {
    return Atomics.load(this.#words, this.#index) === 1
  }
}
