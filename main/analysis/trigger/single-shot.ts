// Single mode: the first trigger after arming whose whole record is in memory; then nothing until it is armed again.

import type { Acquisition } from './acquisition.ts'

/** Seconds that a record needs before and after its trigger. */
interface RecordSpan {
  readonly preSeconds: number
  readonly postSeconds: number
}

export class SingleShot {
  #from = 0
  #candidate: number | null = null
  #fired: number | null = null

  /** The trigger of the finished acquisition, or null. */
  get fired(): number | null {
    return this.#fired
  }

  /** Waits for the first trigger at or behind `from`. */
  arm(from: number): void {
    this.#from = from
    this.#candidate = this.#fired = null
  }

  /** Takes `sample` as the trigger. */
  force(sample: number): void {
    if (this.#fired === null) this.#candidate = sample
  }

  /** The trigger sample, once, when its record is complete for every view; else null. */
  update(now: Acquisition, records: readonly RecordSpan[]): number | null {
    if (this.#fired !== null) return null
    const rate = now.format.samplingFrequencyHz
    const pre = Math.max(0, ...records.map((one) => one.preSeconds * rate))
    const post = Math.max(0, ...records.map((one) => one.postSeconds * rate))
    // Kept from its first sight on, for it may leave the log before a long record is complete.
    this.#candidate ??= now.triggers.firstFrom(Math.max(this.#from, now.begin + pre))
    if (this.#candidate === null || this.#candidate + post >= now.newest) return null
    this.#fired = this.#candidate
    return this.#fired
  }
}
