// The scans as they lie in memory: what the recorder writes.
import type { Encoder, ExportRow } from '../format.ts'
import { endless } from '../interleaved.ts'

const nothing = new Uint8Array(0)
const encoder: Encoder = {
  ...endless,
  scansAtOnce: Number.POSITIVE_INFINITY,
  head: () => nothing,
  encode: (bytes) => [bytes],
}

export const raw: ExportRow<unknown> = { open: () => encoder, needsFile: false, carriesSegments: true }
