// The share of the signal the trigger has looked at. What is still on its way to the analysis counts neither as seen nor
// as missed: a block in transit is no blindness.

/** Counters of the present epoch, scans. */
export interface AnalysisProgress {
  /** Given to the analysis. */
  readonly offered: number
  readonly examined: number
  /** How far into the stream the analysis has come, examining or leaving out. */
  readonly reached: number
  /** Never captured: part of the stream, but nobody's to examine. */
  readonly lost: number
}

export class ExaminedShare {
  #before: AnalysisProgress
  #share = 1
  #hasWaited = false

  constructor(now: AnalysisProgress) {
    this.#before = now
  }

  /** Since the last call: 0..1. While nothing was decided the last share stands; 1 before there was anything to miss. */
  take(now: AnalysisProgress): number {
    const before = this.#before
    this.#before = now
    const examined = now.examined - before.examined
    const decided = Math.max(examined, now.reached - before.reached - (now.lost - before.lost))
    // A new epoch counts from zero.
    const isSameEpoch = now.reached >= before.reached && examined >= 0
    if (isSameEpoch && decided > 0) this.#share = examined / decided
    // One block may have come just now. When more have come since, and none was looked at, the analysis stands still.
    const waits = isSameEpoch && decided <= 0 && now.offered > before.offered
    if (waits && this.#hasWaited) this.#share = 0
    this.#hasWaited = waits
    return this.#share
  }
}
