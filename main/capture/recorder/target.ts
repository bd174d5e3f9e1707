// Where a recording goes: a file with a description beside it, or a stream of nothing but samples.
import type { Drive } from '#main/runtime/drive/drive.ts'
import type { ErrnoError } from '#shared/errors.ts'
import type { Description, RecordedGap, RecordedSegment } from './sidecar.ts'
import type { SampleSink } from './sinks/sink.ts'

/** The description's file, FILE.json. */
export interface SidecarFile {
  /** The first description. @throws EEXIST when something of that name is there that must not be replaced */
  create(description: Description): Promise<void>
  /** The next one, in its place. What the file system throws leaves the one before. */
  renew(description: Description): Promise<void>
}

/** Hears what must be known of samples, in order, before it is given those samples. */
export interface StreamListener {
  /** Samples of this stretch follow: the first one, or one after another enable. Returns why it cannot take them; null: it can. */
  onSegment(segment: RecordedSegment): ErrnoError | null
  onGap(gap: RecordedGap): void
}

export interface RecordingTarget {
  /** FILE as the user called it. */
  readonly name: string
  readonly sink: SampleSink
  /** Null: nothing but samples goes there, and nothing describes them. */
  readonly sidecar: SidecarFile | null
  /** Who makes the calls of the file system; null: there is none to wait for. */
  readonly drive: Pick<Drive, 'oldest'> | null
  /** For a file whose own form has segments or gaps. */
  readonly listener?: StreamListener
  /** @throws ENOENT when the file was deleted or replaced while it was written */
  checkPresent(): Promise<void>
  /**
   * Gives it its name, when it is whole and closed. Absent: it has its name from the beginning.
   * @throws EEXIST something of that name has come meanwhile; and the file system's errors by name. Nothing is left then
   */
  publish?(): Promise<void>
  /** Takes the closed file and its description away, if nobody else has written to it since. Absent: there is no file. */
  remove?(): Promise<void>
  /** Closes it, and takes away what was created for it. */
  discard(): Promise<void>
}
