// CSV: a column per channel, a row per sample. Values that are all whole numbers within int16 are codes; otherwise all
// are volts, +-1 V full scale. Separators: comma, semicolon, tab or spaces. A heading and lines beginning with # are
// skipped.
import { fail } from '#shared/errors.ts'

const fullScaleCodes = 32768

/**
 * The codes of one column. @throws EINVAL with the line for a value that is no number, a row of another length, and a
 * file without rows.
 */
export function parseCsvColumn(text: string, column: (columns: number) => number): Int16Array {
  const rows = readRows(text)
  const columns = rows[0]?.length ?? fail('EINVAL', 'The CSV file holds no samples.')
  const chosen = column(columns)
  const areCodes = rows.every((row) => row.every(isCode))
  return Int16Array.from(rows, (row) => (areCodes ? row[chosen]! : voltsToCode(row[chosen]!)))
}

function isCode(value: number): boolean {
  return Number.isInteger(value) && value >= -32768 && value <= 32767
}

function voltsToCode(volts: number): number {
  return Math.max(-32768, Math.min(32767, Math.round(volts * fullScaleCodes)))
}

function readRows(text: string): number[][] {
  const rows: number[][] = []
  let mayBeHeading = true
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const cells = line.split(/\s*[,;\t]\s*|\s+/)
    const values = cells.map((cell) => (cell === '' ? Number.NaN : Number(cell)))
    const wrong = values.findIndex((value) => !Number.isFinite(value))
    if (wrong >= 0 && mayBeHeading) {
      mayBeHeading = false
      continue
    }
    mayBeHeading = false
    if (wrong >= 0) fail('EINVAL', `Line ${index + 1} of the CSV file: '${cells[wrong]}' is not a number.`)
    if (rows.length > 0 && values.length !== rows[0]!.length)
      fail('EINVAL', `Line ${index + 1} of the CSV file has ${values.length} columns, not ${rows[0]!.length}.`)
    rows.push(values)
  }
  return rows
}
