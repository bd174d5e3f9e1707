// One column of a text file, from bytes to codes: the loop that runs over every byte of it. It works on whole lines in a
// buffer, and knows nothing of files. What is not plainly a number is handed to a slower hand.

/** What the loop has to know of the file. */
export interface ScanSpec {
  /** Byte between cells; 0 when there is one column. */
  readonly separator: number
  /** Byte of the decimal sign. */
  readonly decimal: number
  /** The column, from 0. */
  readonly column: number
  /** Cells of a row: at least and at most. */
  readonly leastCells: number
  readonly mostCells: number
  /** From a number of the file to codes. */
  readonly codesPerNumber: number
}

/** What a column turns out to be, and where its samples go. */
export interface ScanSink {
  readonly codes: Int16Array | null
  /** The numbers themselves, when there is room for them. */
  readonly numbers: Float64Array | null
  count: number
  min: number
  max: number
  /** Every number is written as a whole one: without a decimal sign and an exponent. */
  isWhole: boolean
  /** The first two different numbers, and whether there are more. */
  first: number
  second: number
  hasMore: boolean
  /** Samples beyond the range. */
  clipped: number
  gaps: number
  beyond: number
  /** Gaps before the first number. */
  leadingGaps: number
  /** Samples up to the last one that is no gap. */
  filled: number
}

export function newSink(codes: Int16Array | null, numbers: Float64Array | null = null): ScanSink {
  return {
    codes,
    numbers,
    count: 0,
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    isWhole: true,
    first: Number.NaN,
    second: Number.NaN,
    hasMore: false,
    clipped: 0,
    gaps: 0,
    beyond: 0,
    leadingGaps: 0,
    filled: 0,
  }
}

/** What stopped the loop. */
export type ScanStop =
  | { readonly kind: 'odd'; readonly row: number; readonly cell: number; readonly cellEnd: number }
  | { readonly kind: 'shape'; readonly row: number; readonly cells: number }
  | { readonly kind: 'full' }

const powers = Float64Array.from({ length: 309 }, (_, exponent) => Number(`1e${exponent}`))
const [lineFeed, carriageReturn, blank, tab, quote] = [10, 13, 32, 9, 34]
/** No byte: a comma that separates is a decimal sign only within quotes. */
const none = -1
/** Bytes that begin a remark: # % ! and // */
const isRemarkByte = (byte: number, next: number): boolean =>
  byte === 35 || byte === 37 || byte === 33 || (byte === 47 && next === 47)

/** More digits than this are left to the slower hand. */
const mostDigits = 200

/**
 * Reads rows from `from` to `to`, which is behind a line break.
 * @returns what could not be read, with the place of its row, or null when all was; go on behind the row then
 */
export function scanRows(bytes: Uint8Array, from: number, to: number, spec: ScanSpec, sink: ScanSink): ScanStop | null {
  // Constants of this function are folded into its code; those of the file would be loaded for every byte.
  const lineFeed = 10
  const carriageReturn = 13
  const blank = 32
  const tab = 9
  const quote = 34
  const plus = 43
  const minus = 45
  const { separator, decimal, column, leastCells, mostCells, codesPerNumber } = spec
  // Bytes at which a cell may end. All others are passed over with one look.
  const ends = new Uint8Array(256)
  for (const byte of [separator, quote, lineFeed, carriageReturn]) ends[byte] = 1
  const { codes, numbers } = sink
  const capacity = (codes ?? numbers)?.length ?? 0x7fffffff
  let { count, min, max, isWhole, first, second, hasMore, clipped } = sink
  let stop: ScanStop | null = null
  for (let p = from; p < to; ) {
    const row = p
    let c = bytes[p]!
    while (c === blank || (c === tab && separator !== tab)) c = bytes[++p]!
    if (c === lineFeed || c === carriageReturn) {
      p++
      continue
    }
    if (isRemarkByte(c, bytes[p + 1]!)) {
      while (c !== lineFeed && c !== carriageReturn) c = bytes[++p]!
      p++
      continue
    }
    // To the column.
    let cells = 1
    if (column > 0) {
      for (;;) {
        while (ends[c] === 0) c = bytes[++p]!
        if (c === lineFeed || c === carriageReturn) break
        if (c === quote) p = behindQuoted(bytes, p, to) - 1
        else if (++cells > column) break
        c = bytes[++p]!
      }
      if (cells > column) c = bytes[++p]!
    }
    if (cells <= column) {
      stop = { kind: 'shape', row, cells }
      break
    }
    const cell = p
    let sign = decimal
    while (c === blank || (c === tab && separator !== tab)) c = bytes[++p]!
    if (c === quote) {
      do c = bytes[++p]!
      while (c === blank)
    } else if (decimal === separator) sign = none
    // The number.
    let isNegative = false
    if (c === minus) {
      isNegative = true
      c = bytes[++p]!
    } else if (c === plus) c = bytes[++p]!
    // Nine digits at a time are a whole number that a register holds. `c ^ 48` is at most 9 for digits only.
    const digitsFrom = p
    let value = 0
    let digit = c ^ 48
    while (digit <= 9) {
      value = value * 10 + digit
      c = bytes[++p]!
      digit = c ^ 48
    }
    let digits = p - digitsFrom
    let exponent = 0
    let isPlain = true
    if (c === sign) {
      isPlain = false
      c = bytes[++p]!
      digit = c ^ 48
      const fractionFrom = p
      while (digit <= 9) {
        value = value * 10 + digit
        c = bytes[++p]!
        digit = c ^ 48
      }
      exponent = fractionFrom - p
      digits -= exponent
      // A decimal comma stands between digits.
      if (exponent === 0 && decimal !== 46) digits = 0
    }
    const letter = c | 32
    if ((letter === 101 || letter === 100) && digits > 0) {
      isPlain = false
      c = bytes[++p]!
      let isSmall = false
      if (c === minus) {
        isSmall = true
        c = bytes[++p]!
      } else if (c === plus) c = bytes[++p]!
      const exponentFrom = p
      let written = 0
      digit = c ^ 48
      while (digit <= 9) {
        written = written * 10 + digit
        c = bytes[++p]!
        digit = c ^ 48
      }
      if (p === exponentFrom || p - exponentFrom > 4) digits = 0
      exponent += isSmall ? -written : written
    }
    if (exponent < 0) value = exponent >= -308 ? value / powers[-exponent]! : Number.NaN
    else if (exponent > 0) value = exponent <= 308 ? value * powers[exponent]! : Number.NaN
    while (c === quote || c === blank || (c === tab && separator !== tab)) c = bytes[++p]!
    const isEnded = c === separator || c === lineFeed || c === carriageReturn
    // `!(x < y)`: NaN too.
    if (digits === 0 || digits > mostDigits || !isEnded || !(value < Number.POSITIVE_INFINITY)) {
      const end = endOfCell(bytes, cell, to, separator)
      stop = { kind: 'odd', row, cell, cellEnd: end }
      break
    }
    // The rest of the row.
    while (c !== lineFeed && c !== carriageReturn) {
      if (c === separator) {
        // What stands behind the last cell of a row must be empty.
        if (++cells > mostCells && !isBlankToEnd(bytes, p + 1, separator)) break
      } else if (c === quote) p = behindQuoted(bytes, p, to) - 1
      c = bytes[++p]!
      while (ends[c] === 0) c = bytes[++p]!
    }
    if (cells < leastCells || (cells > mostCells && c !== lineFeed && c !== carriageReturn)) {
      stop = { kind: 'shape', row, cells: countCells(bytes, row, to, separator) }
      break
    }
    if (count >= capacity) {
      stop = { kind: 'full' }
      break
    }
    p++
    if (isNegative) value = -value
    if (value < min) min = value
    if (value > max) max = value
    if (!isPlain) isWhole = false
    if (!hasMore && value !== first && value !== second) {
      if (Number.isNaN(first)) first = value
      else if (Number.isNaN(second)) second = value
      else hasMore = true
    }
    if (codes !== null) {
      const code = value * codesPerNumber
      if (code > 32768.5 || code < -32768.5) clipped++
      // Rounded as Math.round does it.
      codes[count] = code >= 32767 ? 32767 : code <= -32768 ? -32768 : ((code + 32768.5) | 0) - 32768
    } else if (numbers !== null) numbers[count] = value
    count++
  }
  if (count > sink.count) sink.filled = count
  Object.assign(sink, { count, min, max, isWhole, first, second, hasMore, clipped })
  return stop
}

/** Takes one more number, as the loop does. */
export function takeNumber(value: number, isWhole: boolean, codesPerNumber: number, sink: ScanSink): void {
  const { codes, numbers, count } = sink
  sink.min = Math.min(sink.min, value)
  sink.max = Math.max(sink.max, value)
  if (!isWhole) sink.isWhole = false
  if (!sink.hasMore && value !== sink.first && value !== sink.second) {
    if (Number.isNaN(sink.first)) sink.first = value
    else if (Number.isNaN(sink.second)) sink.second = value
    else sink.hasMore = true
  }
  if (codes !== null) {
    const code = value * codesPerNumber
    if (code > 32768.5 || code < -32768.5) sink.clipped++
    codes[count] = Math.max(-32768, Math.min(32767, Math.round(code)))
  } else if (numbers !== null) numbers[count] = value
  sink.filled = ++sink.count
}

/** A row without a value: the sample before it goes on. */
export function takeGap(sink: ScanSink): void {
  const { codes, numbers, count } = sink
  if (sink.leadingGaps === count) sink.leadingGaps++
  if (codes !== null) codes[count] = codes[count - 1] ?? 0
  else if (numbers !== null) numbers[count] = Number.NaN
  sink.count++
}

/** Behind the quote that closes the one at `at`; a line break ends it too. */
function behindQuoted(bytes: Uint8Array, at: number, to: number): number {
  let p = at + 1
  while (p < to && bytes[p] !== quote && bytes[p] !== lineFeed && bytes[p] !== carriageReturn) p++
  return bytes[p] === quote ? p + 1 : p
}

function endOfCell(bytes: Uint8Array, from: number, to: number, separator: number): number {
  let p = from
  while (p < to && bytes[p] !== separator && bytes[p] !== lineFeed && bytes[p] !== carriageReturn)
    p = bytes[p] === quote ? behindQuoted(bytes, p, to) : p + 1
  return p
}

function isBlankToEnd(bytes: Uint8Array, from: number, separator: number): boolean {
  let p = from
  while (bytes[p] === blank || bytes[p] === separator || bytes[p] === tab) p++
  return bytes[p] === lineFeed || bytes[p] === carriageReturn
}

export function countCells(bytes: Uint8Array, row: number, to: number, separator: number): number {
  let cells = 1
  for (let p = endOfCell(bytes, row, to, separator); bytes[p] === separator && p < to; cells++)
    p = endOfCell(bytes, p + 1, to, separator)
  return cells
}

/** Behind the line break that ends the row which begins at `row`. */
export function behindRow(bytes: Uint8Array, row: number, to: number): number {
  let p = row
  while (p < to && bytes[p] !== lineFeed && bytes[p] !== carriageReturn) p++
  return p + 1
}
