// Time that a part may take between two looks at the stream: a share of what passes, of which some may be saved up.

export class TimeCredit {
  readonly #share: number
  readonly #mostMs: number
  #leftMs: number
  #renewedMs = Number.NaN

  /**
   * @param share of the thread's time, 0..1
   * @param mostMs that is saved up at most
   */
  constructor(share: number, mostMs: number) {
    this.#share = share
    this.#mostMs = mostMs
    this.#leftMs = mostMs
  }

  /** Milliseconds that may be taken; below 0 after more was taken than there was. */
  get leftMs(): number {
    return this.#leftMs
  }

  /** Adds what passed since the last call. */
  renew(nowMs: number): void {
    if (!Number.isNaN(this.#renewedMs))
      this.#leftMs = Math.min(this.#mostMs, this.#leftMs + (nowMs - this.#renewedMs) * this.#share)
    this.#renewedMs = nowMs
  }

  spend(ms: number): void {
    this.#leftMs -= ms
  }
}
