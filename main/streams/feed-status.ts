// What a feed's thread tells of its stream: at once when something happens, and now and then how far it is.
import type { StreamPhase } from '#shared/streams/stream-state.ts'

/** Of {@link StreamState}, what the thread knows. */
export interface FeedStatus {
  readonly phase: StreamPhase
  readonly cause: string | null
  readonly bytes: number
  readonly scans: number
  readonly writers: number
  readonly leftOverBytes: number
  readonly clipped: number
  readonly invalid: number
  /** All that came was converted, and nothing has come for a while. */
  readonly isDry: boolean
  readonly isDrained: boolean
}

export const noStatus: FeedStatus = {
  phase: 'connecting',
  cause: null,
  bytes: 0,
  scans: 0,
  writers: 0,
  leftOverBytes: 0,
  clipped: 0,
  invalid: 0,
  isDry: false,
  isDrained: false,
}
