// One column of a text file, from its first sample to its last, in slices: whole lines go to the loop, what is left of a
// slice is put before the next one. What the loop stumbles over is looked at here, once.
import { fail, say } from '#shared/errors.ts'
import type { Progress } from '../plan.ts'
import { type DecimalSign, isRemark } from './cells.ts'
import type { TextFile } from './encoding.ts'
import { columnsOf, readOddCell } from './number.ts'
import {
  behindRow,
  countCells,
  type ScanSink,
  type ScanSpec,
  type ScanStop,
  scanRows,
  takeGap,
  takeNumber,
} from './scan.ts'

/** How a slice is made ready for the loop. */
export type Preparation =
  | 'none'
  /** Runs of blanks become one tab. */
  | 'blanks'
  /** Each cell becomes a line: the samples stand in one line. */
  | 'cells'
  | 'blanks-to-cells'

export interface ColumnSource {
  readonly path: string
  readonly text: TextFile
  /** Where the samples begin and end in the text. */
  readonly from: number
  readonly to: number
  readonly spec: ScanSpec
  readonly decimal: DecimalSign
  readonly preparation: Preparation
  /** Lines that may stand again among the samples. */
  readonly headings: ReadonlySet<string>
}

export interface ColumnEnd {
  /** The last row was cut off, and left out. */
  readonly isCut: boolean
  readonly repeatedHeadings: number
}

const sliceBytes = 1 << 20
const [lineFeed, carriageReturn, tab, blank] = [10, 13, 9, 32]

/** Samples of a slice and what is left of the one before, at most: a row has a digit and a line break. */
export const mostInSlice = sliceBytes + 1

/** @throws EINVAL with the line of what is no number, or no row like the others; EIO */
export function readColumn(source: ColumnSource, sink: ScanSink, progress: Progress | null): ColumnEnd {
  const run = new ColumnRun(source, sink, progress).slices()
  for (;;) {
    const { done, value } = run.next()
    if (done) return value
  }
}

/**
 * The same slice by slice, each of {@link mostInSlice} samples at most: who takes the samples of one out of the sink may set its
 * `count` back before the next.
 * @throws as {@link readColumn}
 */
export function readColumnSlices(source: ColumnSource, sink: ScanSink): Iterable<void> {
  return new ColumnRun(source, sink, null).slices()
}

class ColumnRun {
  readonly #source: ColumnSource
  readonly #sink: ScanSink
  readonly #progress: Progress | null
  readonly #buffer = new Uint8Array(2 * sliceBytes + 1)
  /** Where the slice that is in the buffer was read. */
  #sliceAt = 0
  #isLast = false
  /** Within a run of blanks, within quotes: what the preparation remembers from slice to slice. */
  #inBlanks = true
  #inQuotes = false
  #isCut = false
  #repeatedHeadings = 0

  constructor(source: ColumnSource, sink: ScanSink, progress: Progress | null) {
    this.#source = source
    this.#sink = sink
    this.#progress = progress
  }

  *slices(): Generator<void, ColumnEnd> {
    const { text, from, to, path } = this.#source
    let kept = 0
    for (let at = from; at < to && !this.#isCut; ) {
      this.#sliceAt = at
      const wanted = Math.min(sliceBytes, to - at)
      const got = text.read(at, this.#buffer.subarray(kept, kept + wanted))
      if (got < wanted) fail('EIO', say`${path} became shorter while it was read.`)
      at += got
      this.#isLast = at >= to
      let filled = this.#prepare(kept, kept + got)
      // The last line may have no line break.
      if (this.#isLast) this.#buffer[filled++] = lineFeed
      const whole = this.#behindLastBreak(filled)
      if (whole === 0 && filled >= sliceBytes)
        fail(
          'EINVAL',
          say`Line ${this.#lineOf(0)} of ${path} is longer than 1 MiB; samples stand in lines, or in one line with separators.`,
        )
      this.#scan(whole)
      this.#buffer.copyWithin(0, whole, filled)
      kept = filled - whole
      this.#progress?.('reading', text.bytesOf(at - from), text.bytesOf(to - from))
      yield
    }
    return { isCut: this.#isCut, repeatedHeadings: this.#repeatedHeadings }
  }

  #scan(to: number): void {
    for (let p = 0; p < to && !this.#isCut; ) {
      const stop = scanRows(this.#buffer, p, to, this.#source.spec, this.#sink)
      if (stop === null) return
      this.#resolve(stop, to)
      p = stop.kind === 'full' ? to : behindRow(this.#buffer, stop.row, to)
    }
  }

  #resolve(stop: ScanStop, to: number): void {
    const { path, spec, text, decimal } = this.#source
    if (stop.kind === 'full') fail('EIO', say`${path} became longer while it was read.`)
    const cells = countCells(this.#buffer, stop.row, to, spec.separator)
    const isRow = cells >= spec.leastCells && cells <= spec.mostCells
    const odd =
      stop.kind === 'odd' && isRow
        ? readOddCell(text.cellText(this.#buffer.subarray(stop.cell, stop.cellEnd)), decimal)
        : null
    if (typeof odd === 'number') takeNumber(odd, false, spec.codesPerNumber, this.#sink)
    else if (odd === 'gap' || odd === 'beyond') {
      if (odd === 'gap') this.#sink.gaps++
      else this.#sink.beyond++
      takeGap(this.#sink)
    } else if (!this.#mayBeLeftOut(stop.row, to)) {
      if (odd !== null) fail('EINVAL', say`${this.#place(stop.row)}: ${odd.wrong}`)
      fail('EINVAL', say`${this.#place(stop.row)} has ${columnsOf(cells)}, not ${spec.mostCells}.`)
    }
  }

  /** A heading that is written again, or the last row, cut off in the middle. */
  #mayBeLeftOut(row: number, to: number): boolean {
    const end = behindRow(this.#buffer, row, to) - 1
    const line = this.#source.text.cellText(this.#buffer.subarray(row, end))
    if (this.#source.headings.has(line.trim())) {
      this.#repeatedHeadings++
      return true
    }
    if (isRemark(line)) return true
    // The line break behind it is ours.
    this.#isCut = this.#isLast && end === to - 1
    return this.#isCut
  }

  #place(row: number): string {
    const { path, preparation } = this.#source
    if (preparation === 'none' || preparation === 'blanks') return `Line ${this.#lineOf(row)} of ${path}`
    return `Cell ${this.#sink.count + 1} of ${path}`
  }

  /** The number of the line that begins at a place in the buffer. */
  #lineOf(row: number): number {
    const { text } = this.#source
    const breaks = { feeds: 0, returns: 0 }
    const slice = new Uint8Array(sliceBytes)
    for (let at = 0; at < this.#sliceAt; at += slice.length)
      countBreaks(slice, text.read(at, slice.subarray(0, Math.min(slice.length, this.#sliceAt - at))), breaks)
    // What is kept of the slice before holds no line break.
    countBreaks(this.#buffer, row, breaks)
    return 1 + (breaks.feeds || breaks.returns)
  }

  #behindLastBreak(filled: number): number {
    let p = filled
    while (p > 0 && this.#buffer[p - 1] !== lineFeed && this.#buffer[p - 1] !== carriageReturn) p--
    return p
  }

  /** Makes the bytes from `from` to `to` ready in their place; returns where they end then. */
  #prepare(from: number, to: number): number {
    const { preparation, spec } = this.#source
    if (preparation === 'none') return to
    if (preparation === 'cells') return this.#splitCells(from, to, spec.separator)
    return this.#collapseBlanks(from, to, preparation === 'blanks' ? tab : lineFeed)
  }

  #splitCells(from: number, to: number, separator: number): number {
    const buffer = this.#buffer
    let inQuotes = this.#inQuotes
    for (let p = from; p < to; p++) {
      const byte = buffer[p]!
      if (byte === 34) inQuotes = !inQuotes
      else if (byte === separator && !inQuotes) buffer[p] = 10
    }
    this.#inQuotes = inQuotes
    return to
  }

  /** Blanks at the begin of a line separate nothing; at its end an empty cell is left, which rows may have. */
  #collapseBlanks(from: number, to: number, separator: number): number {
    const buffer = this.#buffer
    let inQuotes = this.#inQuotes
    let inBlanks = this.#inBlanks
    let end = from
    for (let p = from; p < to; p++) {
      const byte = buffer[p]!
      if (byte > 34) {
        inBlanks = false
        buffer[end++] = byte
        continue
      }
      if (byte === 34) inQuotes = !inQuotes
      const isBlank = (byte === 32 || byte === 9) && !inQuotes
      if (isBlank && inBlanks) continue
      inBlanks = isBlank || byte === 10 || byte === 13
      buffer[end++] = isBlank ? separator : byte
    }
    this.#inQuotes = inQuotes
    this.#inBlanks = inBlanks
    return end
  }
}

/** Line feeds and carriage returns before `to`. */
function countBreaks(bytes: Uint8Array, to: number, breaks: { feeds: number; returns: number }): void {
  for (let p = 0; p < to; p++) {
    if (bytes[p] === lineFeed) breaks.feeds++
    else if (bytes[p] === carriageReturn) breaks.returns++
  }
}

/** Lines with something in them, and the cells of a line: how many samples there may be. */
export function countRows(
  text: TextFile,
  from: number,
  to: number,
  separator: number | null,
  progress: Progress,
): number {
  const slice = new Uint8Array(sliceBytes)
  let [rows, isOpen] = [0, 0]
  for (let at = from; at < to; ) {
    const got = text.read(at, slice.subarray(0, Math.min(slice.length, to - at)))
    if (got === 0) break
    const end = separator === null ? countLines(slice, got, isOpen) : countCellsIn(slice, got, isOpen, separator)
    // A line longer than a slice is no row; the reading will say which.
    const isEndless = separator === null && isOpen === 1 && end.rows === 0 && got === sliceBytes
    rows += end.rows
    isOpen = end.isOpen
    if (isEndless) break
    at += got
    progress('counting', text.bytesOf(at - from), text.bytesOf(to - from))
  }
  return rows + isOpen
}

/**
 * Lines with something in them. Four bytes at a time: a byte of a word is the one that is looked for when the word, less
 * it, has a zero byte.
 */
function countLines(bytes: Uint8Array, to: number, open: number): { rows: number; isOpen: number } {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, to >>> 2)
  let rows = 0
  let isOpen = open
  for (let k = 0; k < words.length; k++) {
    const feed = words[k]! ^ 0x0a0a0a0a
    const back = words[k]! ^ 0x0d0d0d0d
    const found = ((feed - 0x01010101) & ~feed) | ((back - 0x01010101) & ~back)
    if ((found & 0x80808080) === 0) {
      isOpen = 1
      continue
    }
    for (let p = 4 * k; p < 4 * k + 4; p++) {
      const byte = bytes[p]!
      if (byte !== 10 && byte !== 13) isOpen = 1
      else {
        rows += isOpen
        isOpen = 0
      }
    }
  }
  for (let p = 4 * words.length; p < to; p++) {
    const byte = bytes[p]!
    if (byte !== 10 && byte !== 13) isOpen = 1
    else {
      rows += isOpen
      isOpen = 0
    }
  }
  return { rows, isOpen }
}

function countCellsIn(
  bytes: Uint8Array,
  to: number,
  open: number,
  separator: number,
): { rows: number; isOpen: number } {
  let [rows, isOpen] = [0, open]
  // Where blanks separate, tabs do too.
  const other = separator === blank ? tab : separator
  for (let p = 0; p < to; p++) {
    const byte = bytes[p]!
    if (byte === separator || byte === other || byte === lineFeed || byte === carriageReturn) {
      rows += isOpen
      isOpen = 0
    } else isOpen = 1
  }
  return { rows, isOpen }
}
