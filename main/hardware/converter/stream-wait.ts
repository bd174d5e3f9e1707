// How the converter waits for a stream that has run empty: it looks again after a while, and later again.

/** An empty ring is looked at again after this, ms: first, and at most. */
const leastLookMs = 1
const mostLookMs = 16

export class StreamWait {
  /** Since when it has given nothing; null: it has. */
  #emptySinceMs: number | null = null

  /** Samples were there. */
  over(): void {
    this.#emptySinceMs = null
  }

  /** There are none now. Returns when to look again. */
  nextLookMs(nowMs: number): number {
    this.#emptySinceMs ??= nowMs
    return nowMs + Math.min(Math.max(leastLookMs, (nowMs - this.#emptySinceMs) / 8), mostLookMs)
  }
}
