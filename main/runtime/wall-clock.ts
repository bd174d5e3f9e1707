// The wall clock to a fraction of a millisecond. Date.now() tells whole milliseconds; two files that describe the same
// sample would differ by up to one of them. So the monotonic clock tells the fractions, and Date.now() where they lie.

/** A begin of a millisecond that is known to this is known well enough to look for no other. */
const wellKnownMs = 0.02

/** Unix milliseconds with fractions, read on two clocks: never a whole millisecond or more from what `wholeMs` says. */
export class WallClock {
  readonly #nowMs: () => number
  readonly #wholeMs: () => number
  #unixMinusNowMs: number

  /**
   * Waits about a millisecond, to see where those of `wholeMs` begin.
   * @param nowMs a monotonic clock, milliseconds with fractions
   * @param wholeMs the wall clock, whole Unix milliseconds
   */
  constructor(nowMs: () => number, wholeMs: () => number) {
    this.#nowMs = nowMs
    this.#wholeMs = wholeMs
    let best = { spreadMs: Number.POSITIVE_INFINITY, unixMinusNowMs: wholeMs() - nowMs() }
    for (let attempt = 0; attempt < 5 && best.spreadMs > wellKnownMs; attempt++) {
      const seen = nextMillisecond(nowMs, wholeMs)
      if (seen.spreadMs < best.spreadMs) best = seen
    }
    this.#unixMinusNowMs = best.unixMinusNowMs
  }

  /** Unix milliseconds now. A wall clock that was set to another time is followed at once. */
  unixMs(): number {
    const before = this.#wholeMs()
    const now = this.#nowMs()
    const after = this.#wholeMs()
    // `now` was read no earlier than the millisecond `before` began, and before the one `after` it was over.
    this.#unixMinusNowMs = Math.min(Math.max(this.#unixMinusNowMs, before - now), after + 1 - now)
    return this.#unixMinusNowMs + now
  }

  /** What it is ahead of the monotonic clock now. */
  unixMinusNowMs(): number {
    this.unixMs()
    return this.#unixMinusNowMs
  }
}

/** The next begin of a millisecond: wall clock minus monotonic one, and how far the readings beside it lie apart. */
function nextMillisecond(nowMs: () => number, wholeMs: () => number): { spreadMs: number; unixMinusNowMs: number } {
  const first = wholeMs()
  let [whole, before, after] = [first, nowMs(), nowMs()]
  // As many readings as fill some milliseconds on any machine: a clock that stands still, as in a test, ends it too.
  for (let reading = 0; reading < 1e5 && whole === first; reading++) {
    before = after
    whole = wholeMs()
    after = nowMs()
  }
  const spreadMs = whole === first ? Number.POSITIVE_INFINITY : after - before
  return { spreadMs, unixMinusNowMs: whole - (before + after) / 2 }
}
