// Where a recording goes: a file with a description beside it, or a stream of nothing but samples.
import type { SampleSink } from './sinks/sink.ts'

/** The description's file, FILE.json. */
export interface SidecarFile {
  /** The first description. @throws EEXIST when something of that name is there that must not be replaced */
  create(parts: readonly Uint8Array[]): Promise<void>
  /** The next one, in its place. What the file system throws leaves the one before. */
  renew(parts: readonly Uint8Array[]): Promise<void>
}

export interface RecordingTarget {
  /** FILE as the user called it. */
  readonly name: string
  readonly sink: SampleSink
  /** Null: nothing but samples goes there, and nothing describes them. */
  readonly sidecar: SidecarFile | null
  /** @throws ENOENT when the file was deleted or replaced while it was written */
  checkPresent(): Promise<void>
  /** Closes it, and takes away what was created for it. */
  discard(): Promise<void>
}
