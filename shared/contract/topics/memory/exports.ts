// What is in memory already, written to a file of any format: all that is kept, a stretch of it, or the segments.
import * as v from 'valibot'
import type { ErrnoName } from '../../../errors.ts'
import { type ExportChange, type ExportFormat, exportKinds } from '../../../kinds/exports.ts'
import { changeShape } from '../../../kinds/kinds.ts'
import { maxCount, nothing, record, whole } from '../../../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../../../rpc/topic.ts'

export const exportParts = ['memory', 'screen', 'cursors', 'segments'] as const
export type ExportPartName = (typeof exportParts)[number]

/** What is to be written. */
export type ExportPart =
  | { readonly of: 'memory' | 'segments' }
  /** The samples of an epoch from `first` up to `end`: those on a screen, or between two cursors. */
  | { readonly of: 'screen' | 'cursors'; readonly epoch: number; readonly first: number; readonly end: number }

export interface KeptExportWish {
  readonly part: ExportPart
  /** Its kind, and what is to be other than usual. */
  readonly format: ExportChange & { readonly kind: ExportFormat }
  /** As a person types it; see shared/files/recording-name.ts. Empty, null, or left out: by the date and the time. */
  readonly name?: string | null
  /** Replace what has this name, and its description; else it is refused with EEXIST. */
  readonly overwrite?: boolean
}

export interface KeptExportState {
  readonly file: string
  readonly format: ExportFormat
  readonly part: ExportPartName
  /** Scans that it has, and that it will have. */
  readonly scans: number
  readonly wanted: number
  /** Bytes in the file. */
  readonly bytes: number
  /** Places at which samples are missing; what lies between two segments is not missing. */
  readonly gaps: number
  /** Whether the file itself says where; else only the description beside it does. */
  readonly carriesGaps: boolean
  /** Samples that were asked for: in memory no more, and not there yet. */
  readonly goneBefore: number
  readonly notYet: number
  readonly state: 'writing' | 'finished' | 'failed' | 'cancelled'
  readonly problem: string | null
  /** The name of the problem. Left out: there is none. */
  readonly problemErrno?: ErrnoName
  /** For so long its disk has not answered, whole seconds. Left out: it answers. */
  readonly silentSeconds?: number
}

export interface ExportFields {
  /** The one that is under way, or the last one. */
  readonly exported: KeptExportState | null
}

const sample = whole(0, maxCount)
const part: v.GenericSchema<unknown, ExportPart> = v.union([
  record({ of: v.picklist(['memory', 'segments']) }),
  v.pipe(
    record({ of: v.picklist(['screen', 'cursors']), epoch: sample, first: sample, end: sample }),
    v.check(({ first, end }) => end > first, 'end must be above first'),
  ),
])
const format = v.pipe(
  changeShape(exportKinds),
  v.check(({ kind }) => kind !== undefined, 'expected a kind'),
) as unknown as v.GenericSchema<unknown, KeptExportWish['format']>

const request: v.GenericSchema<unknown, KeptExportWish> = record({
  part,
  format,
  name: v.exactOptional(v.nullable(v.pipe(v.string(), v.maxLength(1024)))),
  overwrite: v.exactOptional(v.boolean()),
})

export const exports = defineTopic({
  calls: {
    /**
     * Writes into the folder of recordings; the file has its name when it is whole. EEXIST: a file of that name is there; EBUSY: one is
     * under way; ENODATA: nothing of it is in memory (any more).
     */
    exportKept: changing(request, of<KeptExportState>()),
    /** Ends the one that is under way; nothing is left of it. */
    cancelExport: changing(nothing, of<void>()),
  },
  state: slice<ExportFields>({ exported: null }),
})
