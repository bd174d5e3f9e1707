// Traces that are kept to compare with: of the screen, or of a file. The instrument keeps their samples; a page asks for what of them it
// shows.
import * as v from 'valibot'
import { maxCount, record, text, whole, within } from '../../../rpc/shapes.ts'
import { changing, defineTopic, looking, of, slice } from '../../../rpc/topic.ts'

/** As many as there is room for. */
export const referenceIds = ['R1', 'R2', 'R3', 'R4'] as const
export type ReferenceId = (typeof referenceIds)[number]

/** Columns of one answer, at most. */
export const mostReferenceColumns = 8192
/** So far it can be moved, seconds. */
const mostShift = 1e6

export interface Reference {
  readonly id: ReferenceId
  /** Of all that were ever kept: what has the same place later is another one. */
  readonly number: number
  /** Where it comes from, for a person: a channel, or a file. */
  readonly name: string
  /** It is drawn at the scale and the offset of this channel. */
  readonly channel: string
  /** Of its values. */
  readonly unit: string
  /** Its lowest and its highest value. */
  readonly low: number
  readonly high: number
  /** Samples that it has, and those that were asked for: memory may have lost some. */
  readonly samples: number
  readonly wanted: number
  /** Of so many samples the lowest and the highest are kept; 1: each sample is. */
  readonly samplesPerPoint: number
  readonly samplingFrequencyHz: number
  /** The file does not say its rate: it is taken for that of the capture. */
  readonly isRateAssumed: boolean
  /** Of its first sample, from where the screen counts time, before it was moved; seconds. */
  readonly beginSeconds: number
  readonly shown: boolean
  /** By so much it was moved to the right, seconds. */
  readonly shiftSeconds: number
  /** What one should know of the file. Sentences. */
  readonly notes: readonly string[]
}

/** A stretch of a reference. */
export interface ReferenceColumns {
  /** The first sample of the first column, from the first of the reference. */
  readonly first: number
  /** 1: each value is a sample. Else lowest and highest of so many samples, one after the other. */
  readonly samplesPerColumn: number
  /** In its unit; null: there is no sample. */
  readonly values: readonly (number | null)[]
}

export interface ReferenceFields {
  readonly references: readonly Reference[]
}

const id = v.picklist(referenceIds)
const channel = text(64)
const seconds = within(-mostShift, mostShift)

export const references = defineTopic({
  calls: {
    /**
     * Keeps the samples of a channel from `first` up to `end`; time is counted from sample `zero`. ENODATA: they are not in memory (any
     * more); ENOSPC: there are {@link referenceIds} already.
     */
    keepReference: changing(
      record({
        channel,
        epoch: whole(0, maxCount),
        first: whole(0, maxCount),
        end: whole(1, maxCount),
        zero: within(-maxCount, maxCount),
      }),
      of<Reference>(),
    ),
    /** Reads a signal of a file as a source `file:` would; it begins where the screen counts time. @param file `NAME?options` */
    importReference: changing(record({ channel, file: text(4096) }), of<Reference>()),
    /** Shows, hides or moves one. */
    setReference: changing(
      record({ id, shown: v.exactOptional(v.boolean()), shiftSeconds: v.exactOptional(seconds) }),
      of<Reference>(),
    ),
    removeReference: changing(record({ id }), of<void>()),
    /** Of the samples from `first` up to `end`, counted from the first of the reference. ENOENT: there is none of this name. */
    referenceColumns: looking(
      record({
        id,
        first: within(-maxCount, maxCount),
        end: within(-maxCount, maxCount),
        columns: whole(1, mostReferenceColumns),
      }),
      of<ReferenceColumns>(),
    ),
  },
  state: slice<ReferenceFields>({ references: [] }),
})
