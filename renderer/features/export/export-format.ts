// The format of the next export as this page keeps it, and what of it can be set of a part of the memory.
import * as v from 'valibot'
import type { ExportPartName, KeptExportWish } from '#shared/contract/topics/memory/exports.ts'
import { type ExportFormat, exportFormats, exportKinds } from '#shared/kinds/exports.ts'

const rows = exportKinds.parquet.parameters.rows.options

/** The format, from which level on a VCD file is high, and what a row of a Parquet file is. */
export interface KeptFormat {
  kind: ExportFormat
  level: number
  rows: (typeof rows)[number]
}

export const formatSchema: v.GenericSchema<unknown, KeptFormat> = v.object({
  kind: v.picklist(exportFormats),
  level: v.pipe(v.number(), v.finite()),
  // What was kept before there were rows goes on.
  rows: v.optional(v.picklist(rows), 'scans'),
})

export const usualFormat: KeptFormat = { kind: 'npy', level: 0, rows: 'scans' }

/** Whether a row of the file can be a waveform: only segments are such. */
export const hasRows = (kind: ExportFormat, part: ExportPartName): boolean => kind === 'parquet' && part === 'segments'

/** The format as the instrument is asked for it. */
export function formatWish({ kind, level, rows: wanted }: KeptFormat, part: ExportPartName): KeptExportWish['format'] {
  if (kind === 'vcd') return { kind, level }
  return kind === 'parquet' && hasRows(kind, part) ? { kind, rows: wanted } : { kind }
}
