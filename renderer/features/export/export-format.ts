// The format of the next export as this page keeps it, and what of it can be set of a part of the memory.
import * as v from 'valibot'
import type { ExportPartName, KeptExportWish } from '#shared/contract/topics/memory/exports.ts'
import { type ExportFormat, exportFormats, exportKinds } from '#shared/kinds/exports.ts'
import type { Parameter, ParameterValue } from '#shared/kinds/parameter.ts'

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

/** What can be set of a format for this part: only segments are waveforms. */
export function parametersOf(kind: ExportFormat, part: ExportPartName): Readonly<Record<string, Parameter>> {
  return kind === 'parquet' && part !== 'segments' ? {} : exportKinds[kind].parameters
}

/** The format as the instrument is asked for it. */
export function formatWish(format: KeptFormat, part: ExportPartName): KeptExportWish['format'] {
  const names = Object.keys(parametersOf(format.kind, part)) as readonly (keyof KeptFormat)[]
  return { kind: format.kind, ...Object.fromEntries(names.map((name) => [name, format[name]])) }
}

/** With another value of a parameter. */
export const withValue = (format: KeptFormat, name: string, value: ParameterValue): KeptFormat => ({
  ...format,
  [name]: value,
})
