// What writes each format: one row per kind of `shared/kinds/exports.ts`; without its row it does not compile.
import type { ExportFormat, exportKinds } from '#shared/kinds/exports.ts'
import type { ValuesOf } from '#shared/kinds/kinds.ts'
import type { ExportRow } from './format.ts'
import { csv } from './formats/csv.ts'
import { hdf5 } from './formats/hdf5.ts'
import { mat } from './formats/mat.ts'
import { npy } from './formats/npy.ts'
import { parquet } from './formats/parquet.ts'
import { raw } from './formats/raw.ts'
import { sigmf } from './formats/sigmf.ts'
import { sr } from './formats/sr.ts'
import { vcd } from './formats/vcd.ts'
import { wav } from './formats/wav.ts'

export const writers: { readonly [K in ExportFormat]: ExportRow<ValuesOf<typeof exportKinds, K>> } = {
  raw,
  sigmf,
  sr,
  wav,
  npy,
  mat,
  hdf5,
  parquet,
  csv,
  vcd,
}
