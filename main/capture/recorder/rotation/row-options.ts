// What a recording that goes into one file after the other is given, and what it tells.
import type { Rotation } from '#shared/kinds/rotation.ts'
import type { SourceFormat } from '../../hub/queue.ts'
import type { RecorderOptions } from '../recorder.ts'
import type { RecordingLength } from '../span.ts'
import type { OpenedTarget } from './row-file.ts'

export interface RowOptions
  extends RecordingLength,
    Pick<RecorderOptions, 'clock' | 'bytesOf' | 'device' | 'deviceName' | 'format' | 'mostWaitingBytes'> {
  readonly rotation: Rotation
  /** Opens the file of this number for scans of this form. @throws EEXIST it is there */
  readonly open: (number: number, format: SourceFormat) => Promise<OpenedTarget>
  /** The number of the first file. */
  readonly number: number
  /** A second stretch, of another enable of the device, may go into a file that has one. */
  readonly carriesSegments: boolean
}

/** What happens to its files, in a row. */
export interface RowNews {
  readonly what: 'began' | 'removed'
  readonly file: string
}
