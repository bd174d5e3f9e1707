// Counts complete records: a trigger and every sample of the window after it, without a gap.
import type { GapList } from './gap-list.ts'
import type { TriggerLog } from './trigger-log.ts'

export class RecordCounter {
  readonly #log: TriggerLog
  /** Index in the log of the first trigger whose record is not complete. */
  #next = 0
  #waveforms = 0
  recordScans = 1000

  constructor(log: TriggerLog) {
    this.#log = log
  }

  /** Complete records since the thread began. */
  get waveforms(): number {
    return this.#waveforms
  }

  /** Records under way are given up: the data behind them will not be looked at. */
  restart(): void {
    this.#next = this.#log.count
  }

  /** Everything before `end` has been looked at. */
  complete(end: number, gaps: GapList): void {
    this.#next = Math.max(Math.min(this.#next, this.#log.count), this.#log.oldest)
    for (; this.#next < this.#log.count; this.#next++) {
      const sample = this.#log.at(this.#next)
      if (sample + this.recordScans > end) return
      if (gaps.missing(sample, sample + this.recordScans) === 0) this.#waveforms++
    }
  }
}
