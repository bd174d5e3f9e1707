// What a thread does that is slower than the stream: it leaves out what may be left out, until it is near the newest block
// again.
import type { Clock } from '#main/runtime/clock.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { Leaving } from '../stream/pass-part.ts'
import type { Validity } from '../stream/validity.ts'

/**
 * A block that waited longer than this makes the thread catch up: it leaves all out that may be, the trigger too. ms. Where nobody
 * looks, or samples are collected that must not be missed, it may be later, as long as the memory lasts: a figure that comes late is
 * better than one of fewer samples.
 */
const lateMs = 250
/** At this share of that wait it leaves out what is drawn of every sample, so that the trigger may see them all. */
const picturesShare = 0.4
/** And at this share of it while samples are collected: those come before any picture. */
const collectingShare = 0.1
/** On a machine so busy that it is always late, what is left out has a turn now and then: pictures, and where somebody looks the trigger. ms. */
const turn = { everyMs: 500, rarelyMs: 3000, forMs: 50 } as const
/** At half of that it has caught up, and leaves nothing out. */
const caughtUpShare = picturesShare / 2
/**
 * Who may be late as long as the memory lasts leaves the trigger out only until the wait is this share of that: every moment of it is
 * missed, and nobody asks for what is now.
 */
const resumeShare = 0.75
/** And gives pictures a turn only rarely above this share of it. */
const turnShare = 0.5
/** And in any case before this share of the memory is behind it: what is left is read while the oldest is given back. */
const lateShare = 0.75
/** A stream this young may be caught up with before anything else is said of it. ms. */
const warmUpMs = 5000

/** Who waits for what is made of the samples. */
export interface Waiting {
  /** Samples are waited for that must not be missed. */
  readonly isCollecting: boolean
  /** Somebody looks at a screen, which should show what is now. */
  readonly isWatched: boolean
}

export class CatchUp {
  readonly #clock: Clock
  readonly #validity: Validity
  #leaving: Leaving = 'nothing'
  #begunMs = 0
  /** When pictures were left out, and until when their turn lasts. Monotonic ms. */
  #leftMs = 0
  #turnUntilMs = 0
  /** When the trigger was left out, too, and until when its turn lasts. Monotonic ms. */
  #allLeftMs = 0
  #searchUntilMs = 0

  constructor(clock: Clock, validity: Validity) {
    this.#clock = clock
    this.#validity = validity
  }

  /** A stream begins, and nothing of it waits. */
  begin(): void {
    this.#leaving = 'nothing'
    this.#searchUntilMs = 0
    this.#begunMs = this.#clock.nowMs()
  }

  /** Looks at the block that is taken in next. */
  look(announcedMs: number, format: AnalysedFormat, { isCollecting, isWatched }: Waiting): void {
    const bytesPerSecond = format.samplingFrequencyHz * format.scanIndexes.length * 2
    const lastsMs = ((this.#validity.budgetBytes * lateShare) / bytesPerSecond) * 1000
    const limitMs = Math.min(lateMs, lastsMs)
    const nowMs = this.#clock.nowMs()
    const waitedMs = nowMs - announcedMs
    const mayBeLate = isCollecting || !isWatched
    if (isWatched && this.#isTurnOfTrigger(nowMs)) return
    if (waitedMs > (mayBeLate ? lastsMs : limitMs)) this.#leave('all', nowMs)
    else if (waitedMs < limitMs * (isCollecting ? collectingShare / 2 : caughtUpShare)) this.#leaving = 'nothing'
    else if (mayBeLate && this.#leaving === 'all' && waitedMs < lastsMs * resumeShare) this.#leave('pictures', nowMs)
    // Whoever left all out goes on so until the thread has caught up: a machine that cannot even search at this rate draws
    // some of the samples, too.
    else if (this.#leaving !== 'all') {
      const isLate = waitedMs > limitMs * (isCollecting ? collectingShare : picturesShare)
      this.#lookAtPictures(nowMs, isLate, isWatched || waitedMs < lastsMs * turnShare ? turn.everyMs : turn.rarelyMs)
    }
  }

  /** Without it a machine that stays late would never show a triggered record again. */
  #isTurnOfTrigger(nowMs: number): boolean {
    if (this.#leaving === 'all' && nowMs - this.#allLeftMs >= turn.everyMs) {
      this.#leave('pictures', nowMs)
      this.#searchUntilMs = nowMs + turn.forMs
    }
    return nowMs < this.#searchUntilMs
  }

  #lookAtPictures(nowMs: number, isLate: boolean, everyMs: number): void {
    if (this.#leaving === 'pictures') {
      if (nowMs - this.#leftMs < everyMs) return
      this.#leaving = 'nothing'
      this.#turnUntilMs = nowMs + turn.forMs
    } else if (isLate && nowMs >= this.#turnUntilMs) this.#leave('pictures', nowMs)
  }

  #leave(what: Leaving, nowMs: number): void {
    if (this.#leaving === 'nothing') this.#leftMs = nowMs
    if (what === 'all' && this.#leaving !== 'all') this.#allLeftMs = nowMs
    this.#leaving = what
  }

  get leaving(): Leaving {
    return this.#leaving
  }

  /** A stream has just begun, and the thread has not caught up with it yet. */
  get isWarmingUp(): boolean {
    return this.#leaving === 'all' && this.#clock.nowMs() - this.#begunMs < warmUpMs
  }
}
