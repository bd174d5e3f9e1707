// A table whose lines are signals: all samples in one line, or in a few long ones, perhaps with a name before them.
import { fail, phrase, say } from '#shared/errors.ts'
import type { FileColumn } from '#shared/files/played-file.ts'
import { chosenSignal } from '../plan.ts'
import { type Column, findAxes, rateOfAxis } from './axis.ts'
import { kindOf, numberOf, separatorSigns, splitCells } from './cells.ts'
import type { Reading } from './dialect.ts'
import { isContent } from './dialect.ts'
import type { TextFile } from './encoding.ts'
import { rateAbove } from './headings.ts'
import type { Head, Layout } from './layout.ts'
import { type Line, readLines } from './lines.ts'
import { wrongCell } from './number.ts'
import { countRows } from './read-column.ts'
import { parseHeading } from './units.ts'

/** More lines than this are rows, however long they are. */
const mostLines = 16
/** A line of fewer cells is a row of a table, unless it is the only line. */
const leastCells = 64
/** Cells of a line that are looked at. */
const mostCells = 2000

/** Whether each line is a signal. */
export function isInRows({ text, lines }: Head, content: readonly Line[], reading: Reading): boolean {
  if (reading.separator === null || reading.cells < 2) return false
  const isAll = (lines.at(-1)?.to ?? 0) >= text.length - 2
  if (isAll && content.length === 1) return true
  if (isAll && reading.good === 1 && content.length === 2)
    return splitCells(content[0]!.text, reading.separator).length !== reading.cells
  if (reading.cells < leastCells) return false
  const perLine = text.length / Math.max(1, reading.good)
  return reading.good <= mostLines && (isAll || perLine > lines.at(-1)!.to / 2) && reading.cells > 8 * reading.good
}

export function layOutRows(head: Head, content: readonly Line[], reading: Reading): Layout {
  const { path, text, lines, request, progress } = head
  const { separator, decimal } = reading
  const start = content[reading.start]!
  refuseWords(path, start, reading)
  const rows = longLines(head, start.from)
  const columns = rows.map((row): Column & { readonly from: number } => {
    const shown = readLines(text, row.from, 1 << 16)[0]?.text ?? ''
    const cells = splitCells(shown, separator).slice(0, mostCells)
    const hasName = kindOf(cells[0] ?? '', decimal) === 'text'
    // The last cell may be cut off by the end of what was read.
    const samples = cells.slice(hasName ? 1 : 0, cells.length > 2 && shown.length >= (1 << 16) - 2 ? -1 : undefined)
    return {
      kind: 'number',
      heading: hasName ? parseHeading(cells[0]!) : null,
      cells: samples,
      from: row.from + (hasName ? nameLength(text, shown, separator) : 0),
    }
  })
  const axes = findAxes(columns, reading)
  const signals = [...columns.keys()].filter((k) => !axes.includes(k))
  if (signals.length === 0) fail('EINVAL', say`${path} has no signal: its only line of numbers is the axis.`)
  const asked = request.options.column
  if (asked !== undefined && (typeof asked !== 'number' || asked > rows.length))
    fail(
      'EINVAL',
      say`${path} has its samples in ${rows.length === 1 ? phrase`one line` : phrase`${rows.length} lines`}; there is no line ${asked}.`,
    )
  const signal = asked === undefined ? chosenSignal(request, signals.length) : Math.max(0, signals.indexOf(asked - 1))
  const played = asked === undefined ? signals[signal]! : asked - 1
  const { from, heading } = columns[played]!
  const to = rows[played]!.to
  const sign = separatorSign(separator).charCodeAt(0)
  const described = (k: number): FileColumn => ({ number: k + 1, heading: columns[k]?.heading?.text ?? null })
  const axis = axes.find((one) => one !== played)
  return {
    source: {
      path,
      text,
      from,
      to,
      decimal,
      preparation: separator === 'space' ? 'blanks-to-cells' : 'cells',
      headings: new Set(),
      spec: {
        separator: separator === 'space' ? 0 : sign,
        decimal: decimal.charCodeAt(0),
        column: 0,
        leastCells: 1,
        mostCells: 1,
        codesPerNumber: 1,
      },
    },
    mostSamples: countRows(text, from, to, sign, progress),
    signals: signals.length,
    signal,
    column: described(played),
    columns: rows.length,
    axis: axis === undefined ? null : described(axis),
    direction: 'rows',
    unit: heading?.unit ?? null,
    rateHz:
      (axis === undefined ? null : rateOfAxis(columns[axis]!, reading)) ??
      rateAbove(lines, lines.indexOf(start), reading),
    firstNumbers: columns[played]!.cells.filter((cell) => kindOf(cell, decimal) === 'number').map((cell) => ({
      text: cell,
      value: numberOf(cell, decimal),
    })),
    linesBefore: start.number - 1,
    notes: [],
  }
}

function separatorSign(separator: Reading['separator']): string {
  return separator === null || separator === 'space' ? ' ' : separatorSigns[separator]
}

/** A name may stand before the numbers of a line, and the last one may be cut off: words among them are no samples. */
function refuseWords(path: string, { text, number }: Line, { separator, decimal }: Reading): void {
  const cells = splitCells(text, separator)
  const wrong = cells.find((cell, k) => {
    const isCut = k === cells.length - 1 && /^[-+]?[\d.,]/.test(cell)
    return k > 0 && !isCut && kindOf(cell, decimal) === 'text'
  })
  if (wrong !== undefined) fail('EINVAL', say`Line ${number} of ${path}: ${wrongCell(wrong, decimal)}`)
}

/** Bytes of a name, perhaps in quotes, and the sign behind it: a letter may be several of them in UTF-8 only. */
function nameLength({ encoding }: TextFile, line: string, separator: Reading['separator']): number {
  const sign = separator === null || separator === 'space' ? '[ \\t]' : `\\${separatorSigns[separator]}`
  const [name = ''] = new RegExp(`^[ \\t]*("[^"]*"[ \\t]*|.*?)${sign}`).exec(line) ?? []
  return encoding === 'UTF-8' ? new TextEncoder().encode(name).length : name.length
}

/** Where the lines begin and end, from `from` to the end of the file. @throws EINVAL for more than a few */
function longLines({ path, text, progress }: Head, from: number): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  const slice = new Uint8Array(1 << 20)
  let begin = from
  for (let at = from; at < text.length; ) {
    const got = text.read(at, slice)
    if (got === 0) break
    for (let p = 0; p < got; p++) {
      if (slice[p] !== 10 && slice[p] !== 13) continue
      if (at + p > begin) found.push({ from: begin, to: at + p })
      begin = at + p + 1
      if (found.length > 4 * mostLines)
        fail('EINVAL', say`${path} has lines of thousands of cells, and too many lines to play one of them.`)
    }
    at += got
    progress('counting', text.bytesOf(at - from), text.bytesOf(text.length - from))
  }
  if (begin < text.length) found.push({ from: begin, to: text.length })
  return found.filter((line) => isContent({ ...readLines(text, line.from, 64)[0]!, ...line }))
}
