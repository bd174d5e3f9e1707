// What recordings and exports need of the instrument, and how one is asked for.
import type { CaptureHub, FileIdentity, RecorderOptions, SourceFormat } from '#main/capture/index.ts'
import type { ExportSettings } from '#shared/kinds/exports.ts'
import type { Rotation } from '#shared/kinds/rotation.ts'
import type { RecordingFolder } from './folder.ts'
import type { KeptMemory } from './kept-parts.ts'

export interface RecordingsOptions extends Pick<RecorderOptions, 'clock' | 'bytesOf'> {
  /** The one that is captured. */
  readonly device: () => { readonly id: string; readonly name: string }
  readonly hub: CaptureHub
  /** Memory that recordings may hold until it is written: what the capture itself does not need. Bytes. */
  readonly mostWaitingBytes: () => number
  /** The form of the scans the device is set to. */
  readonly readFormat: () => Promise<SourceFormat>
  /** Files that are being played. */
  readonly played: () => readonly FileIdentity[]
  /** Where recordings go that have no path of their own. */
  readonly folder: RecordingFolder
  /** What is in memory already; null: nothing. */
  readonly memory: () => KeptMemory | null
}

export interface RecordingRequest {
  /** Any path: only who started the program gives one. Null: a file in the folder of recordings. */
  readonly file: string | null
  /** Of the file in that folder, as a person types it. Null: by the date and the time, and new. */
  readonly name?: string | null
  /** In which format. Default: raw. */
  readonly format?: ExportSettings
  /** Scans to record; null: until stopped. */
  readonly scans: number | null
  /** Seconds of signal to record; null: until stopped. */
  readonly seconds?: number | null
  /** Replace the named file, and its description, when they are there. Default false. */
  readonly overwrite?: boolean
  /** One file after the other, none of which replaces any. Default null: one file. */
  readonly rotation?: Rotation | null
  /** Ends the wait for somebody who reads the FIFO. */
  readonly signal?: AbortSignal
  /** Called once when nobody reads the FIFO yet. */
  readonly onWait?: () => void
}
