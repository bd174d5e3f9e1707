// How fast the toucher goes. A little memory is urgent: it rides out a busy machine. The rest is for looking back, and
// waits for idle cores: each page also costs the system's own threads, so filling a memory is felt on a machine that is
// fully used, and on no other.

/** Of the cores nobody uses. The rest of them is for the system's part and for whoever wakes up next. */
const shareOfIdle = 0.25
/** Of a core, where no core is idle: slowly, but on. */
const leastShare = 0.04
/** The system counts time in hundredths of a second. */
const lookMs = 500

export class TouchPace {
  readonly #mostShare: number
  readonly #idleCores: () => number
  #share: number
  #lookedMs: number

  /** `idleCores` says how many cores were idle since it was asked last; 0 < `mostShare` <= 1, of one core. */
  constructor(mostShare: number, idleCores: () => number, nowMs: number) {
    this.#mostShare = mostShare
    this.#idleCores = idleCores
    this.#share = Math.min(leastShare, mostShare)
    this.#lookedMs = nowMs
  }

  /** The rest that is due after `workedMs` of touching pages, in milliseconds. */
  restMs(workedMs: number, isUrgent: boolean, nowMs: number): number {
    if (nowMs - this.#lookedMs >= lookMs) {
      this.#lookedMs = nowMs
      this.#share = Math.min(Math.max(leastShare, this.#idleCores() * shareOfIdle), this.#mostShare)
    }
    return workedMs * (1 / (isUrgent ? this.#mostShare : this.#share) - 1)
  }
}
