// Segments: records that are kept one behind the other, each on a trigger of its own. How many of what is set by `segments.*`.
import type { SegmentSettings } from '../../../kinds/settings.ts'
import { segmentSettings } from '../../../kinds/settings.ts'
import { nothing, record, text, whole, within } from '../../../rpc/shapes.ts'
import { changing, defineTopic, looking, newest, of, slice } from '../../../rpc/topic.ts'

const volts = within(-1e12, 1e12)

/** What came of it. Times are in seconds. */
export interface SegmentFigures {
  readonly wanted: number
  /** So many of them have room in memory. */
  readonly room: number
  readonly kept: number
  /** Events of the trigger that came while no segment could begin: before the end of the one before, or held off. */
  readonly lost: number
  /** Triggers whose segment would have reached over a gap or a seam. */
  readonly cut: number
  /** Samples that went by without a look at them, since the first segment was waited for. */
  readonly blindSamples: number
  /** From the end of a segment to the trigger of the next, the shortest there was; null: there was no next. */
  readonly rearm: number | null
  /** Time stamps, since the first sample of the stream; null: there is none. */
  readonly first: number | null
  readonly last: number | null
  /** From trigger to trigger; null: there are not two. */
  readonly dtMin: number | null
  readonly dtMean: number | null
  readonly dtMax: number | null
}

export interface SegmentPlace {
  /** Counts from 0. */
  readonly index: number
  /** Time stamp of its trigger, seconds since the first sample of the stream. */
  readonly at: number
  /** Seconds since the one before; null: it is the first. */
  readonly dt: number | null
}

export interface SegmentRow extends SegmentPlace {
  /** Lowest and highest value of each column of one channel, one behind the other, in its unit. */
  readonly picture: readonly number[]
}

export interface SegmentTrace extends SegmentPlace {
  /** Seconds from the trigger to the first sample: negative where there are samples before it. */
  readonly begin: number
  readonly seconds: number
  /** Lowest and highest value of columns of equal time, one behind the other, in the unit of the channel. */
  readonly channels: readonly { readonly channel: string; readonly pairs: readonly number[] }[]
}

/** Segments drawn over one another, at the instants of their triggers. */
export interface SegmentOverlay {
  /** So many are in the picture, of so many that will be. */
  readonly drawn: number
  readonly of: number
  /** A word for each column, a digit (0..f) for each row from the bottom: brightness, 0 where none passes. */
  readonly cells: readonly string[]
}

/** The first segment behind a chosen one that differs from it. */
export interface SegmentDiffering {
  /** Null: there is none, or none so far. */
  readonly index: number | null
  /** How far one of its samples is beyond the two of the chosen one around it, in the unit of the channel; 0: there is none. */
  readonly by: number
  /** Where that is most: seconds from its trigger. */
  readonly at: number
  /** That was applied, in the unit of the channel. */
  readonly tolerance: number
  /** Segments that were looked at, and whether they are all. */
  readonly looked: number
  readonly isDone: boolean
}

export interface SegmentFields {
  readonly segments: SegmentSettings
}

export const segments = defineTopic({
  calls: {
    /** What came of it so far; null: no segments are kept. */
    segmentFigures: looking(nothing, of<SegmentFigures | null>()),
    /** A stretch of the list, with small pictures of a channel. */
    segmentRows: looking(
      record({ first: whole(0, 1e7), count: whole(1, 200), channel: text(64), columns: whole(1, 200) }),
      of<readonly SegmentRow[]>(),
    ),
    /** One of them, in at most so many columns. @throws ENOENT when it is not there */
    segment: looking(record({ index: whole(0, 1e7), columns: whole(1, 4096) }), of<SegmentTrace>()),
    /**
     * The newest `segments.overlay` of them, over one another: lines from sample to sample. Each call draws more of them, for a few
     * milliseconds: ask again until all are drawn. Values at the bottom and at the top are in the unit of the channel.
     */
    segmentOverlay: looking(
      record({ channel: text(64), columns: whole(1, 1000), rows: whole(1, 256), low: volts, high: volts }),
      of<SegmentOverlay>(),
    ),
    /**
     * The first segment behind `index` with a sample that is above both samples of the chosen one around its instant, or below both, by
     * more than `segments.tolerance`; 0: by more than noise does, six times the deviation of a difference. Each call looks at more of
     * them: ask again until it is done.
     */
    segmentDiffering: looking(record({ index: whole(0, 1e7), channel: text(64) }), of<SegmentDiffering>()),
    /** Forgets those that there are, and begins anew. */
    clearSegments: changing(nothing, of<void>()),
  },
  events: {
    /** The same as `segmentFigures`, some times a second while segments are kept. */
    segmentsKept: newest<SegmentFigures | null>(),
  },
  state: slice<SegmentFields>({
    segments: {
      on: segmentSettings['segments.on'].default,
      count: segmentSettings['segments.count'].default,
      length: segmentSettings['segments.length'].default,
      before: segmentSettings['segments.before'].default,
      overlay: segmentSettings['segments.overlay'].default,
      tolerance: segmentSettings['segments.tolerance'].default,
    },
  }),
})
