// A persistence map (digital phosphor) as it travels in a frame: where it lies in time and in codes, and of each column
// only the rows from the lowest to the highest that was ever hit. Most of a map is dark, so that is a tenth of it.
//
// Little-endian: five float64 (first, step, lowCode, codesPerRow, countedShare), uint16 columns and rows, uint32 0; a pair
// of uint16 per column (lowest row, number of rows); then the grades of all columns, one after the other.
import { fail, say } from '../errors.ts'

export const phosphorHeaderBytes = 48
export const maxPhosphorColumns = 4096
export const maxPhosphorRows = 1024

export interface PhosphorMap {
  /** Left edge of column 0, in samples (with fraction) behind the trigger instant. */
  readonly first: number
  /** Width of a column in samples; less than 1 where samples are wider apart than columns. */
  readonly step: number
  /** The code at the lower edge of row 0, and codes from row to row. */
  readonly lowCode: number
  readonly codesPerRow: number
  readonly columns: number
  readonly rows: number
  /** Of the samples of each waveform the share that was counted, above 0 up to 1; the lowest and the highest always were. */
  readonly countedShare: number
  /** Per column the lowest row that is not dark, and how many rows there are from it on: 2 x columns. */
  readonly spans: Uint16Array
  /** Grades of those rows, column by column from the lowest up: 0 dark, 1..255 by the logarithm of how often it was hit. */
  readonly grades: Uint8Array
}

/** The bytes of a map's section. */
export function encodePhosphor(map: PhosphorMap): Uint8Array<ArrayBuffer> {
  const { columns, spans, grades } = map
  const bytes = new Uint8Array(phosphorHeaderBytes + 4 * columns + grades.length)
  const view = new DataView(bytes.buffer)
  view.setFloat64(0, map.first, true)
  view.setFloat64(8, map.step, true)
  view.setFloat64(16, map.lowCode, true)
  view.setFloat64(24, map.codesPerRow, true)
  view.setFloat64(32, map.countedShare, true)
  view.setUint16(40, columns, true)
  view.setUint16(42, map.rows, true)
  new Uint16Array(bytes.buffer, phosphorHeaderBytes, 2 * columns).set(spans.subarray(0, 2 * columns))
  bytes.set(grades, phosphorHeaderBytes + 4 * columns)
  return bytes
}

/**
 * Reads a section; spans and grades are views of it (spans a copy when it is not aligned).
 * @throws EBADMSG with what is wrong, for anything that is not a whole, consistent map
 */
export function decodePhosphor(data: Uint8Array): PhosphorMap {
  if (data.byteLength < phosphorHeaderBytes) fail('EBADMSG', say`A persistence map is shorter than its header.`)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const [first, step, lowCode, codesPerRow, countedShare] = [0, 8, 16, 24, 32].map((at) =>
    view.getFloat64(at, true),
  ) as [number, number, number, number, number]
  const columns = view.getUint16(40, true)
  const rows = view.getUint16(42, true)
  if (columns > maxPhosphorColumns || rows > maxPhosphorRows)
    fail('EBADMSG', say`A persistence map of ${columns} x ${rows} cells is too large.`)
  if (!(Number.isFinite(first) && step > 0 && Number.isFinite(lowCode) && codesPerRow > 0))
    fail('EBADMSG', say`A persistence map has impossible axes.`)
  if (!(countedShare > 0 && countedShare <= 1)) fail('EBADMSG', say`A persistence map has an impossible share.`)
  const begin = phosphorHeaderBytes + 4 * columns
  if (begin > data.byteLength) fail('EBADMSG', say`A persistence map ends inside its columns.`)
  const spans = aligned16(data.subarray(phosphorHeaderBytes, begin))
  let cells = 0
  for (let column = 0; column < columns; column++) {
    const count = spans[2 * column + 1]!
    if (spans[2 * column]! + count > rows)
      fail('EBADMSG', say`Column ${column} of a persistence map is higher than the map.`)
    cells += count
  }
  if (begin + cells !== data.byteLength)
    fail('EBADMSG', say`A persistence map has ${data.byteLength - begin} grades where ${cells} belong.`)
  return { first, step, lowCode, codesPerRow, columns, rows, countedShare, spans, grades: data.subarray(begin) }
}

function aligned16(bytes: Uint8Array): Uint16Array {
  const whole = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice()
  return new Uint16Array(whole.buffer, whole.byteOffset, whole.byteLength >> 1)
}
