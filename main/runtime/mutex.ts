// A kernel mutex for a single-threaded runtime: a FIFO lock that may be held across awaits. A section that must run
// without any await (a "list lock") needs no object: it is plain synchronous code.

export class Mutex {
  #held = false
  readonly #waiters: (() => void)[] = []

  get isHeld(): boolean {
    return this.#held
  }

  /** Resolves once the lock is held; pair with {@link release}. Waiters are served in order. */
  async acquire(): Promise<void> {
    if (!this.#held) {
      this.#held = true
      return
    }
    await new Promise<void>((resolve) => this.#waiters.push(resolve))
  }

  /** Takes the lock if it is free, without waiting. */
  tryAcquire(): boolean {
    if (this.#held) return false
    this.#held = true
    return true
  }

  release(): void {
    const next = this.#waiters.shift()
    if (next === undefined) this.#held = false
    else next()
  }

  /** Runs `section` with the lock held, whatever it throws. */
  async run<T>(section: () => T | Promise<T>): Promise<T> {
    await this.acquire()
    try {
      return await section()
    } finally {
      this.release()
    }
  }
}
