// How a math trace that was chosen while samples were in memory gets through them: some milliseconds at a time, and not at all
// when the stream is faster than that.

export interface Progress {
  /** One behind the last sample that was taken in. */
  readonly end: number
  readonly isRunning: boolean
  /** Monotonic ms. */
  readonly nowMs: () => number
  /** The oldest sample whose memory is still its own. */
  readonly validSince: () => number
}

/** Work between two looks at what else there is to do. ms. */
const sliceMs = 4
/** So often it is seen whether it gets nearer. ms. */
const lookMs = 500

export class CatchingUp {
  #lookedMs = Number.NaN
  #backlog = 0

  begin(): void {
    this.#lookedMs = Number.NaN
  }

  /** How long to work now. */
  until(nowMs: number): number {
    return nowMs + sliceMs
  }

  /** Whether the backlog, in samples, has not become less since it was looked at last: then only what comes can be shown. */
  isHopeless(backlog: number, nowMs: number): boolean {
    if (nowMs - this.#lookedMs < lookMs) return false
    const isFirst = Number.isNaN(this.#lookedMs)
    const hasGrown = backlog >= this.#backlog
    this.#lookedMs = nowMs
    this.#backlog = backlog
    return !isFirst && hasGrown
  }
}
