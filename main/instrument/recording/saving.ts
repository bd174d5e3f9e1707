// What of the user's is still being saved when the program ends, for whoever waits and watches over it.
import type { Clock } from '#main/runtime/clock.ts'
import type { Saving } from '#main/runtime/program-end.ts'
import { formatBytes } from '#shared/units.ts'
import type { Recordings } from './recordings.ts'

/** Once all is written, the disk has to confirm it, which shows no progress; so long it counts as some, ms. */
const confirmMs = 60_000

export class RecordingSaving implements Saving {
  readonly #recordings: Pick<Recordings, 'isActive' | 'state'>
  readonly #clock: Pick<Clock, 'nowMs'>
  /** Since when everything is written, ms; null: it is not, or there is nothing to write. */
  #writtenMs: number | null = null

  constructor(recordings: Pick<Recordings, 'isActive' | 'state'>, clock: Pick<Clock, 'nowMs'>) {
    this.#recordings = recordings
    this.#clock = clock
  }

  /** A number that changes while the recording that is under way is being saved; null when there is none. */
  get progress(): number | null {
    const { isActive, state } = this.#recordings
    const isWritten = isActive && state?.state === 'writing' && state.waitingBytes === 0
    const nowMs = this.#clock.nowMs()
    this.#writtenMs = isWritten ? (this.#writtenMs ?? nowMs) : null
    if (!isActive || state === null) return null
    return state.bytes + (this.#writtenMs === null ? 0 : Math.min(nowMs - this.#writtenMs, confirmMs))
  }

  get line(): string | null {
    const { isActive, state } = this.#recordings
    if (!isActive || state === null) return null
    return state.waitingBytes > 0
      ? `writing ${formatBytes(state.waitingBytes)} that is still in memory to ${state.file}; a second Ctrl+C ends at once, without it`
      : `waiting until the disk has all of ${state.file}; a second Ctrl+C ends at once`
  }
}
