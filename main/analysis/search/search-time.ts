// When a search may work. What waits to be examined comes first, then the picture; of a capture that is stopped nothing waits.
import type { Clock } from '#main/runtime/clock.ts'
import { TimeCredit } from '../stream/time-credit.ts'

/** Share of the thread's time that a search may take, and the time it may save up, ms. */
const budget = { share: 0.5, mostMs: 10 } as const
/** While blocks wait, but none for longer than this, it works for so long before the next look at the stream, ms. */
const easy = { waitedMs: 12, forMs: 1 } as const
/** While one waits longer it works for that long once in so many ms. */
const pressedMs = 20
/** Between two looks at what else there is to do when the capture is stopped, ms. */
const stoppedMs = 8
/** A search that is behind by more than this share of the memory, and does not come nearer, goes on at the newest sample. */
const lateShare = 0.25
/** So often it is seen whether it comes nearer, ms. */
const lookMs = 250

interface Moment {
  readonly waitedMs: number
  readonly isRunning: boolean
}

export class SearchTime {
  readonly #clock: Clock
  readonly #credit = new TimeCredit(budget.share, budget.mostMs)
  #workedMs = Number.NEGATIVE_INFINITY
  /** How far behind it was when that was looked at. */
  #lag = Number.POSITIVE_INFINITY
  #lagMs = Number.NaN

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** It has gone elsewhere: how far behind it was says nothing. */
  begin(): void {
    this.#lag = Number.POSITIVE_INFINITY
    this.#lagMs = Number.NaN
  }

  /** Whether it may work now. */
  has({ waitedMs, isRunning }: Moment): boolean {
    if (!isRunning && waitedMs === 0) return true
    const nowMs = this.#clock.nowMs()
    this.#credit.renew(nowMs)
    return waitedMs > easy.waitedMs ? nowMs - this.#workedMs >= pressedMs : this.#credit.leftMs > 0
  }

  /** Repeats `step` until it is false or the time is over. */
  spend({ waitedMs, isRunning }: Moment, step: () => boolean): void {
    const beganMs = this.#clock.nowMs()
    const idleMs = isRunning ? Math.max(easy.forMs, this.#credit.leftMs) : stoppedMs
    const until = beganMs + (waitedMs > 0 ? easy.forMs : idleMs)
    while (step() && this.#clock.nowMs() < until);
    this.#workedMs = this.#clock.nowMs()
    this.#credit.spend(this.#workedMs - beganMs)
  }

  /** Whether what comes is more than what is searched, so that all of it would be too late. */
  isLosing({ next, oldest, end, isRunning }: Moment & { next: number; oldest: number; end: number }): boolean {
    const lag = end - Math.max(next, oldest)
    if (!isRunning || lag <= (end - oldest) * lateShare) {
      this.begin()
      return false
    }
    const nowMs = this.#clock.nowMs()
    if (Number.isNaN(this.#lagMs)) this.#lagMs = nowMs
    if (nowMs - this.#lagMs < lookMs) return false
    const isNearer = lag < this.#lag
    this.#lag = lag
    this.#lagMs = nowMs
    return !isNearer
  }
}
