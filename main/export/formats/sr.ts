// sigrok's session file, version 2: a zip archive of `version`, `metadata`, and the values of each channel as 32-bit floats in its
// unit, a file for each million of them. A float has 24 bits, and the scale
// takes its own rounding: codes of up to 22 bits come back exactly.
import { Zip, ZipPassThrough } from 'fflate'
import { fail, say } from '#shared/errors.ts'
import { codeReader, columnsOf } from '../columns.ts'
import type { ExportRow, Pieces } from '../format.ts'

const chunkValues = 1 << 20
const batchScans = 1 << 16
const exactBits = 22
/** The directory of the archive: some sixty bytes for each file, of up to 4 GiB. */
const directoryBytes = 256 << 10
/** What the archive's 32-bit lengths hold, without what stands beside the values. */
const mostBytes = 2 ** 32 - (64 << 20)
/** Entries of an archive. */
const mostFiles = 60_000

export const sr: ExportRow<unknown> = {
  needsFile: false,
  carriesSegments: false,
  open(capture) {
    const { samplingFrequencyHz: rateHz, bytesPerScan } = capture
    if (!Number.isInteger(rateHz)) fail('EINVAL', say`A sigrok session takes whole rates, not ${rateHz} Hz.`)
    const columns = columnsOf(capture, 'sigrok').map((column) => ({
      column,
      read: codeReader(column),
      values: new Float32Array(chunkValues),
    }))
    for (const { column } of columns)
      if (column.type.realbits > exactBits)
        fail(
          'EINVAL',
          say`${column.name} has codes of ${column.type.realbits} bits; a sigrok session keeps ${exactBits}.`,
        )
    let pieces: Uint8Array[] = []
    let chunk = 1
    let filled = 0
    const zip = new Zip((problem, bytes) => {
      if (problem !== null) throw problem
      pieces.push(bytes)
    })
    const add = (name: string, bytes: Uint8Array): void => {
      const file = new ZipPassThrough(name)
      zip.add(file)
      file.push(bytes, true)
    }
    const take = (): Pieces => {
      const taken = pieces
      pieces = []
      return taken
    }
    const flush = (): void => {
      if (filled === 0) return
      for (const [k, { values }] of columns.entries())
        add(`analog-1-${k + 1}-${chunk}`, new Uint8Array(values.slice(0, filled).buffer))
      chunk++
      filled = 0
    }
    add('version', Buffer.from('2'))
    add(
      'metadata',
      Buffer.from(
        metadata(
          rateHz,
          columns.map(({ column }) => column.name),
        ),
      ),
    )
    const head = Buffer.concat(take() as Uint8Array[])
    return {
      scansAtOnce: batchScans,
      endBytes: columns.length * chunkValues * 4 + directoryBytes,
      mostScans: Math.min(mostBytes / 4, mostFiles * chunkValues) / columns.length,
      head: () => head,
      encode(bytes, scans) {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        for (let from = 0; from < scans; ) {
          const count = Math.min(scans - from, chunkValues - filled)
          for (const { column, read, values } of columns)
            for (let k = 0, at = from * bytesPerScan + column.at; k < count; k++, at += bytesPerScan)
              values[filled + k] = valueOf32(column.scale, column.offset, read(view, at))
          filled += count
          from += count
          if (filled === chunkValues) flush()
        }
        return take()
      },
      tail() {
        flush()
        zip.end()
        return take()
      },
    }
  },
}

const valueOf32 = (scale: number, offset: number, code: number): number => (code + offset) * scale

function metadata(rateHz: number, names: readonly string[]): string {
  return [
    '[global]',
    'sigrok version=0.5.2',
    '',
    '[device 1]',
    `samplerate=${rateHz}`,
    `total analog=${names.length}`,
    ...names.map((name, k) => `analog${k + 1}=${name}`),
    '',
  ].join('\n')
}
