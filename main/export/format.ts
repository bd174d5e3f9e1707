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

/**
 * Makes the bytes of one file, on a thread of its own. It is asked for its head first, then for scans, gaps and segments in their
 * order, then for its tail.
 */
export interface Encoder {
  /** How the file begins. It is written again when more is known, so it is always as long. */
  head(progress: Progress): Uint8Array
  /** @param bytes whole scans as they lie in memory, at most {@link scansAtOnce} */
  encode(bytes: Uint8Array, scans: number): Pieces
  /** Scans are missing before those that follow. Absent: the file cannot say it, or says it elsewhere. */
  gap?(gap: RecordedGap): Pieces
  /** The scans of this kept segment follow. Absent: as with gaps. */
  segment?(segment: RecordedSegment): Pieces
  /** How the file ends. */
  tail(progress: Progress): Pieces
  /** Scans that are encoded in one go: a few milliseconds. Infinity: they are not touched. */
  readonly scansAtOnce: number
  /**
   * Bytes of the scans that it may hold back, and of its tail, at most: they are kept free on the disk, so that the file can be ended.
   * Absent: it holds none back, and without a tail the file is whole up to its last scan.
   */
  readonly endBytes?: number
  /** Scans that fit into a file; the export ends in order with a reason when there are more. */
  readonly mostScans: number
}

/** How a file is described. It hears of a segment or a gap when it is known, before its scans are in the file. */
export interface FileDescription {
  readonly form: DescriptionForm
  onSegment(segment: RecordedSegment): void
  onGap(gap: RecordedGap): void
}

/** @typeParam S the values that can be set of it */
export interface ExportRow<S> {
  /** @throws EINVAL when this capture cannot be written in this format; the sentence says why */
  open(capture: Capture, settings: S): Encoder
  /** How the file of a capture that can be written is described. Absent: as a recording is. */
  describe?(capture: Capture): FileDescription
  /** Its head says how much follows, so it cannot go to a pipe. */
  readonly needsFile: boolean
  /** Whether a second enable of the device, at another time, can be told apart. */
  readonly carriesSegments: boolean
  /** The name of the file that samples go to. Absent: the one that was given. */
  readonly fileOf?: (file: string) => string
}
