// What of a recording its owner sees, whether it goes into one file or into a row of them.
import type { RecordingState } from '#shared/contract/topics/recording.ts'
import type { ErrnoError } from '#shared/errors.ts'
import type { Event } from '#shared/lifecycle.ts'
import type { Tap } from '../tap.ts'

export interface RunningRecorder extends Tap {
  readonly state: RecordingState
  /** It ended. Fires once. */
  readonly onEnd: Event<RecordingState>
  readonly gapCount: number
  /** Scans that are still to come, when that is a number. */
  readonly scansLeft: number | null
  /** Takes no further blocks, and resolves when all that was taken is written. Never rejects. */
  finish(problem?: ErrnoError | null): Promise<RecordingState>
}
