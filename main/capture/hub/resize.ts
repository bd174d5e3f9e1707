// A change of block size on its way: asked for now, but in the stream only when the first block of the new size is. A
// change overtaken by the next one never reached the stream: both are one.

export interface Resize {
  /** Bytes. */
  readonly from: number
  readonly to: number
  /** Monotonic ms. */
  readonly askedMs: number
  /** Scans lost in all when it was asked for. */
  readonly lostBefore: number
}

export class PendingResize {
  #pending: Resize | null = null

  ask(resize: Resize): void {
    const { to } = resize
    if (this.#pending === null) this.#pending = resize
    else this.#pending = this.#pending.from === to ? null : { ...this.#pending, to }
  }

  /** Of the change on its way; null when there is none. */
  get fromBytes(): number | null {
    return this.#pending?.from ?? null
  }

  /** Whether a block of so many bytes is the first of the new size. */
  isReachedBy(bytes: number): boolean {
    return this.#pending !== null && this.#pending.to === bytes
  }

  /** The change, which is then no longer pending; null when there is none. */
  take(): Resize | null {
    const pending = this.#pending
    this.#pending = null
    return pending
  }
}
