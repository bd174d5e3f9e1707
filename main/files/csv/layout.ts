// What is decided about a table before it is read: where its samples are, and which of them are played.
import type { FileColumn, TextLayout } from '#shared/files/played-file.ts'
import type { FileRequest, Progress } from '../plan.ts'
import type { TextFile } from './encoding.ts'
import type { Line } from './lines.ts'
import type { ColumnSource } from './read-column.ts'
import type { HeadingUnit } from './units.ts'

/** What is decided about the table: where the samples are, and which are played. */
export interface Layout {
  readonly source: ColumnSource
  readonly mostSamples: number
  /** Signals of the file, and which of them is played, from 0. */
  readonly signals: number
  readonly signal: number
  readonly column: FileColumn
  readonly columns: number
  readonly axis: FileColumn | null
  readonly direction: TextLayout['direction']
  readonly unit: HeadingUnit | null
  readonly rateHz: number | null
  /** Numbers of the played column in the first lines: what the first guess is made of. */
  readonly firstNumbers: readonly { readonly text: string; readonly value: number }[]
  readonly linesBefore: number
  readonly notes: readonly string[]
}

/** What both directions of a table are laid out from. */
export interface Head {
  readonly path: string
  readonly text: TextFile
  readonly lines: readonly Line[]
  readonly request: FileRequest
  readonly progress: Progress
}
