// Questions about a recording that every side asks.
import type { RecordingState } from './instrument.ts'

/** Whether it takes samples, or writes what it has taken: it is not over yet. */
export function isUnderWay(recording: RecordingState | null | undefined): recording is RecordingState {
  return recording?.state === 'recording' || recording?.state === 'writing'
}
