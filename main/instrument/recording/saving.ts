// What of the user's is still being saved when the program ends, for whoever waits and watches over it.
import type { Clock } from '#main/runtime/clock.ts'
import type { Saving } from '#main/runtime/program-end.ts'
import { silenceWords } from '#shared/contract/topics/recording.ts'
import { formatBytes } from '#shared/units.ts'
import type { Recordings } from './recordings.ts'

/** Once all is written, the disk has to confirm it, which shows no progress; so long it counts as some, ms. */
const confirmMs = 60_000

export class RecordingSaving implements Saving {
  readonly #recordings: Pick<Recordings, 'underWay'>
  readonly #clock: Pick<Clock, 'nowMs'>
  /** Since when everything is written, ms; null: it is not, or there is nothing to write. */
  #writtenMs: number | null = null

  constructor(recordings: Pick<Recordings, 'underWay'>, clock: Pick<Clock, 'nowMs'>) {
    this.#recordings = recordings
    this.#clock = clock
  }

  /** A number that changes while what is recorded or exported is being saved; null when there is nothing. */
  get progress(): number | null {
    const { underWay } = this.#recordings
    const isWritten = underWay.every(({ state, waitingBytes }) => state === 'writing' && waitingBytes === 0)
    const nowMs = this.#clock.nowMs()
    this.#writtenMs = isWritten ? (this.#writtenMs ?? nowMs) : null
    if (underWay.length === 0) return null
    const bytes = underWay.reduce((sum, one) => sum + one.bytes, 0)
    return bytes + (this.#writtenMs === null ? 0 : Math.min(nowMs - this.#writtenMs, confirmMs))
  }

  get line(): string | null {
    const { underWay } = this.#recordings
    const silent = underWay.find(({ silentSeconds = 0 }) => silentSeconds > 0)
    if (silent !== undefined)
      return `${silenceWords(silent.silentSeconds)}: ${silent.file}; a second Ctrl+C ends at once`
    const waiting = underWay.find(({ waitingBytes }) => waitingBytes > 0)
    if (waiting !== undefined)
      return `writing ${formatBytes(waiting.waitingBytes)} that is still in memory to ${waiting.file}; a second Ctrl+C ends at once, without it`
    const [first] = underWay
    return first === undefined ? null : `waiting until the disk has all of ${first.file}; a second Ctrl+C ends at once`
  }
}
