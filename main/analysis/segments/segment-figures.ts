// What is wanted of segments, and what came of it. All lengths are in scans.

export interface SegmentsWanted {
  /** So many, then no more. */
  readonly count: number
  /** Scans of each. */
  readonly scans: number
  /** Of them, those before the trigger's sample. */
  readonly before: number
}

export interface SegmentFigures {
  readonly wanted: number
  /** So many of them have room; fewer than wanted when there are more channels than there were. */
  readonly room: number
  readonly kept: number
  /** Events that came while nothing could be taken: before the end of a segment, or held off. */
  readonly lost: number
  /** Triggers whose segment would have reached over a gap, a seam, or into what was not looked at. */
  readonly cut: number
  /** Scans that went by without a look at them, since the first was waited for: missing, or left out. */
  readonly blindScans: number
  /** The fewest scans from the end of a segment to the trigger of the next; null: there was no next. */
  readonly rearmScans: number | null
  /** Instant of the trigger, counted from the first sample of the stream, with a fraction; null: there is none. */
  readonly first: number | null
  readonly last: number | null
  /** From trigger to trigger; null: there are not two. */
  readonly least: number | null
  readonly mean: number | null
  readonly most: number | null
}

/** One segment in a list. */
export interface SegmentRow {
  readonly index: number
  /** Instant of its trigger, scans since the first sample of the stream, with a fraction. */
  readonly at: number
  /** Scans since the one before; null: it is the first. */
  readonly since: number | null
  /** Its picture in small: lowest and highest code of each column of one channel, one behind the other. */
  readonly picture: readonly number[]
}

/** Segments drawn over one another. */
export interface OverlayCells {
  /** So many are in the picture. */
  readonly drawn: number
  /** So many will be. */
  readonly of: number
  /** A word for each column, a digit (0..f) for each row from the bottom: brightness, 0 where none passes. */
  readonly cells: readonly string[]
}

/** One segment as it is drawn. */
export interface SegmentTrace {
  readonly index: number
  readonly at: number
  readonly since: number | null
  /** Scans from the instant of the trigger to the first scan: negative, with a fraction. */
  readonly begin: number
  readonly scans: number
  /** Scan index of each channel, and of each lowest and highest code of each column, one behind the other. */
  readonly scanIndexes: readonly number[]
  readonly pairs: readonly (readonly number[])[]
}

/** The samples of some segments, one behind the other. */
export interface SegmentCodes {
  readonly epoch: number
  /** Scans of each. */
  readonly scans: number
  /** So many segments there are by now. */
  readonly kept: number
  /** Sample of the first scan of each. */
  readonly samples: readonly number[]
  /** Instant of the trigger of each, scans since the first sample of the stream, with a fraction. */
  readonly triggers: readonly number[]
  /** Channels interleaved. */
  readonly codes: Int16Array
}
