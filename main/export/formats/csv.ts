// CSV (RFC 4180): a heading with units, then a line for each scan: its time, and the value of each channel. Where samples are
// missing the time goes on without them.
import { type Column, codeReader, columnsOf, valueIn } from '../columns.ts'
import type { ExportRow } from '../format.ts'
import { endless } from '../interleaved.ts'

const batchScans = 8192
/** Codes whose texts are kept: all of 16 bits. */
const keptBits = 16
/** Digits behind the point that a number keeps exactly beside the seconds of a day. */
const mostDigits = 12

/** The time of sample `k`, in seconds, exactly where it has an end. */
export function timeText(rateHz: number): (k: number) => string {
  for (let digits = 0; digits <= mostDigits; digits++) {
    const unit = 10 ** digits
    const step = unit / rateHz
    if (!Number.isInteger(step)) continue
    if (digits === 0) return (k) => String(k * step)
    return (k) => {
      const at = k * step
      const seconds = Math.floor(at / unit)
      return `${seconds}.${String(at - seconds * unit).padStart(digits, '0')}`
    }
  }
  return (k) => String(k / rateHz)
}

/** The text of the value of a code. */
function valueText(column: Column): (code: number) => string {
  if (column.type.realbits > keptBits) return (code) => String(valueIn(column, code))
  const half = column.type.sign === 's' ? 2 ** (column.type.realbits - 1) : 0
  const texts = new Array<string | undefined>(2 ** column.type.realbits)
  return (code) => (texts[code + half] ??= String(valueIn(column, code)))
}

const heading = ({ name, unit }: Column): string => (unit === '' ? name : `${name} (${unit})`)

export const csv: ExportRow<unknown> = {
  needsFile: false,
  carriesSegments: false,
  open(capture) {
    const columns = columnsOf(capture, 'CSV')
    const readers = columns.map((one) => ({ at: one.at, read: codeReader(one), text: valueText(one) }))
    const time = timeText(capture.samplingFrequencyHz)
    const head = Buffer.from(`${['time (s)', ...columns.map(heading)].join(',')}\n`)
    let sample = 0
    return {
      ...endless,
      scansAtOnce: batchScans,
      head: () => head,
      gap(scans) {
        sample += scans
        return []
      },
      encode(bytes, scans) {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        let lines = ''
        for (let scan = 0, from = 0; scan < scans; scan++, from += capture.bytesPerScan) {
          lines += time(sample++)
          for (const { at, read, text } of readers) lines += `,${text(read(view, from + at))}`
          lines += '\n'
        }
        return [Buffer.from(lines, 'latin1')]
      },
    }
  },
}
