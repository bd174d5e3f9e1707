// A stretch of time as the lanes show it.

/** A stretch of the stream clock, in ms. */
export interface LaneSpan {
  readonly startMs: number
  readonly endMs: number
}

/** What of it the lanes show. */
export interface LaneWindow extends LaneSpan {
  /** True when it is the trace's own window. */
  readonly sharedWithTrace: boolean
}
