// CSV (RFC 4180): a heading with units, then a line for each scan: its time, and the value of each channel. Where samples are
// missing the time goes on without them. Of kept segments the first column is the number of the segment, from 1.
import { type Column, codeReader, columnsOf, valueIn } from '../columns.ts'
import type { ExportRow } from '../format.ts'
import { endless } from '../interleaved.ts'

const batchScans = 8192
/** Codes whose texts are kept: all of 16 bits. */
const keptBits = 16
/** Digits behind the point of a time. */
const mostDigits = 12
/** A number as text is no longer. */
const mostText = 25
const [comma, newLine, zero] = [0x2c, 0x0a, 0x30]

/**
 * How many digits behind the point tell each time exactly; null: no number of them does.
 * @param rateHz samples per second
 */
function digitsOf(rateHz: number): number | null {
  for (let digits = 0; digits <= mostDigits; digits++) if (Number.isInteger(10 ** digits / rateHz)) return digits
  return null
}

/** Writes the times of samples that follow each other. */
interface TimeText {
  /** Writes the time of the sample at `at`, and goes to the next one. @returns where it ends */
  write(into: Uint8Array, at: number): number
  skip(samples: number): void
}

/** Times with an end: a number in decimal that is added to, digit by digit. */
class DecimalTimes implements TimeText {
  readonly #step: number
  readonly #perSecond: number
  readonly #digits: number
  #seconds = 0
  /** Of a second, in steps of the last digit. */
  #part = 0
  #text = new Uint8Array(0)

  constructor(rateHz: number, digits: number) {
    this.#digits = digits
    this.#perSecond = 10 ** digits
    this.#step = this.#perSecond / rateHz
    this.#say()
  }

  write(into: Uint8Array, at: number): number {
    const text = this.#text
    for (let k = 0; k < text.length; k++) into[at + k] = text[k]!
    this.#add()
    return at + text.length
  }

  skip(samples: number): void {
    const whole = Math.floor(samples / (this.#perSecond / this.#step))
    const part = this.#part + (samples * this.#step - whole * this.#perSecond)
    const carried = Math.floor(part / this.#perSecond)
    this.#seconds += whole + carried
    this.#part = part - carried * this.#perSecond
    this.#say()
  }

  #add(): void {
    this.#part += this.#step
    if (this.#part >= this.#perSecond) {
      const carried = Math.floor(this.#part / this.#perSecond)
      this.#seconds += carried
      this.#part -= carried * this.#perSecond
      this.#say()
      return
    }
    // From the last digit on, as far as something is carried.
    const text = this.#text
    for (let k = text.length - 1, carry = this.#step; carry > 0; k--) {
      const sum = text[k]! - zero + carry
      carry = Math.floor(sum / 10)
      text[k] = zero + sum - carry * 10
    }
  }

  #say(): void {
    const seconds = String(this.#seconds)
    const part = this.#digits === 0 ? '' : `.${String(this.#part).padStart(this.#digits, '0')}`
    this.#text = Buffer.from(seconds + part, 'latin1')
  }
}

function writeText(text: string, into: Uint8Array, at: number): number {
  for (let k = 0; k < text.length; k++) into[at + k] = text.charCodeAt(k)
  return at + text.length
}

/** Times without an end, to the digits that a number has. */
class RoundedTimes implements TimeText {
  readonly #rateHz: number
  #sample = 0

  constructor(rateHz: number) {
    this.#rateHz = rateHz
  }

  write(into: Uint8Array, at: number): number {
    return writeText(String(this.#sample++ / this.#rateHz), into, at)
  }

  skip(samples: number): void {
    this.#sample += samples
  }
}

/** The times of samples, in seconds from the first one, exactly where they have an end. */
export function timesOf(rateHz: number): TimeText {
  const digits = digitsOf(rateHz)
  return digits === null ? new RoundedTimes(rateHz) : new DecimalTimes(rateHz, digits)
}

/** Writes the value of a code. @returns where it ends */
type ValueText = (code: number, into: Uint8Array, at: number) => number

/** The texts of all codes of a column, made when they are first asked for, one behind the other. */
function keptTexts(column: Column): ValueText {
  const { realbits, sign } = column.type
  const half = sign === 's' ? 2 ** (realbits - 1) : 0
  const places = new Uint32Array(2 ** realbits)
  const lengths = new Uint8Array(2 ** realbits)
  const texts = new Uint8Array(2 ** realbits * mostText)
  let end = 0
  return (code, into, at) => {
    const k = code + half
    if (lengths[k] === 0) {
      places[k] = end
      end = writeText(String(valueIn(column, code)), texts, end)
      lengths[k] = end - places[k]!
    }
    const [place, length] = [places[k]!, lengths[k]!]
    for (let i = 0; i < length; i++) into[at + i] = texts[place + i]!
    return at + length
  }
}

const valueText = (column: Column): ValueText =>
  column.type.realbits <= keptBits
    ? keptTexts(column)
    : (code, into, at) => writeText(String(valueIn(column, code)), into, at)

const heading = ({ name, unit }: Column): string => (unit === '' ? name : `${name} (${unit})`)

export const csv: ExportRow<unknown> = {
  needsFile: false,
  carriesSegments: false,
  open(capture) {
    const columns = columnsOf(capture, 'CSV')
    const writers = columns.map((one) => ({ at: one.at, read: codeReader(one), write: valueText(one) }))
    const times = timesOf(capture.samplingFrequencyHz)
    const isSegmented = capture.segmentScans !== undefined
    const head = Buffer.from(
      `${[...(isSegmented ? ['segment'] : []), 'time (s)', ...columns.map(heading)].join(',')}\n`,
    )
    const text = new Uint8Array(batchScans * (mostText + 1) * (columns.length + 2))
    /** Of the segment, and the comma behind it. */
    let number: Uint8Array = new Uint8Array(0)
    let segments = 0
    /** The sample whose time is next. */
    let next: number | null = null
    return {
      ...endless,
      scansAtOnce: batchScans,
      head: () => head,
      gap({ lostSamples }) {
        times.skip(lostSamples)
        return []
      },
      segment({ firstSample }) {
        // Segments may share samples: then the time goes back.
        times.skip(next === null ? 0 : firstSample - next)
        next = firstSample
        number = Buffer.from(`${++segments},`)
        return []
      },
      encode(bytes, scans) {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        let to = 0
        for (let scan = 0, from = 0; scan < scans; scan++, from += capture.bytesPerScan) {
          text.set(number, to)
          to = times.write(text, to + number.length)
          for (const { at, read, write } of writers) {
            text[to++] = comma
            to = write(read(view, from + at), text, to)
          }
          text[to++] = newLine
        }
        if (next !== null) next += scans
        return [text.subarray(0, to)]
      },
    }
  },
}
