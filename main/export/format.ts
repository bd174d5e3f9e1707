// What a format is: how the scans of a capture become the bytes of a file.
import type { DescriptionForm, RecordedGap, RecordedSegment, StreamChannel } from '#main/capture/index.ts'

/** What is known of a capture before its first scan. */
export interface Capture {
  readonly deviceName: string
  readonly samplingFrequencyHz: number
  readonly bytesPerScan: number
  /** In the order of the scan. */
  readonly channels: readonly StreamChannel[]
  /** It is made of kept segments of so many scans each, one behind the other. Absent: it is one stretch. */
  readonly segmentScans?: number
}

/** What is known of the file at a moment. */
export interface Progress {
  /** Scans in it; null: it is a stream, and nobody knows how many will come. */
  readonly scans: number | null
  /** It ended in order, with all that was asked for. */
  readonly complete: boolean
  /** When the first scan was converted, Unix ms; null before that. */
  readonly startUnixMs: number | null
}

/** Bytes that follow each other; valid until the encoder is called again. */
export type Pieces = readonly Uint8Array[]

/** Makes the bytes of one file. It is asked for its head first, then for scans and gaps in their order, then for its tail. */
export interface Encoder {
  /** How the file begins. It is written again when more is known, so it is always as long. */
  head(progress: Progress): Uint8Array
  /** @param bytes whole scans as they lie in memory, at most {@link scansAtOnce} */
  encode(bytes: Uint8Array, scans: number): Pieces
  /** So many scans are missing before those that follow. Absent: the file cannot say it. */
  gap?(scans: number): Pieces
  /** The scans of this kept segment follow. Absent: the file cannot say it, or says it elsewhere. */
  segment?(segment: RecordedSegment): Pieces
  /** How the file ends. */
  tail(progress: Progress): Pieces
  /** Scans that are encoded in one go: a few milliseconds. Infinity: they are not touched. */
  readonly scansAtOnce: number
  /** Scans that fit into a file; the export ends in order with a reason when there are more. */
  readonly mostScans: number
  /** Hears of a segment or a gap when it is known, before its scans are encoded. */
  readonly onSegment?: (segment: RecordedSegment) => void
  readonly onGap?: (gap: RecordedGap) => void
  /** How the file is described, when not as a recording is. */
  readonly form?: DescriptionForm
}

/** @typeParam S the values that can be set of it */
export interface ExportRow<S> {
  /** @throws EINVAL when this capture cannot be written in this format; the sentence says why */
  open(capture: Capture, settings: S): Encoder
  /** Its head says how much follows, so it cannot go to a pipe. */
  readonly needsFile: boolean
  /** Whether a second enable of the device, at another time, can be told apart. */
  readonly carriesSegments: boolean
  /** The name of the file that samples go to. Absent: the one that was given. */
  readonly fileOf?: (file: string) => string
}
