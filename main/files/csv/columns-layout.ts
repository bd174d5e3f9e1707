// A table whose columns are signals: which line is the first of the samples, which columns are signals, which is played.

import { fail, phrase, say } from '#shared/errors.ts'
import { maxColumns } from '#shared/files/options.ts'
import type { FileColumn } from '#shared/files/played-file.ts'
import type { Sentence } from '#shared/sentence.ts'
import { checkRoom, chosenSignal } from '../plan.ts'
import { type Column, findAxes, leadsTo, rateOfAxis } from './axis.ts'
import { type DecimalSign, hasThousands, kindOf, numberOf, separatorSigns, splitCells } from './cells.ts'
import type { Reading } from './dialect.ts'
import { isContent } from './dialect.ts'
import { findHeadings, type Headings, rateAbove } from './headings.ts'
import type { Head, Layout } from './layout.ts'
import { type Line, readLines } from './lines.ts'
import { columnsOf, wrongCell } from './number.ts'
import { countRows } from './read-column.ts'
import { type HeadingUnit, parseUnit } from './units.ts'

/** Lines of samples that are looked at. */
const mostLines = 1000
/** At the end of the file, to see whether an axis goes on as it began. */
const tailBytes = 1 << 14
/** From this size on it is worth a guess before the lines are counted. */
const largeBytes = 64 << 20

export function layOutColumns(head: Head, content: readonly Line[], reading: Reading): Layout {
  const { path, text, lines } = head
  const { cells, kinds, decimal, separator } = reading
  if (cells > maxColumns) fail('EINVAL', say`${path} has ${cells} columns; at most ${maxColumns} can be told apart.`)
  const data = content.slice(reading.start)
  const start = data[0]!
  refuseSamplesBefore(path, content, reading)
  const headings = findHeadings(lines, lines.indexOf(start), kinds, reading)
  const rows = data.slice(0, mostLines).map((line) => splitCells(line.text, separator))
  const columns = kinds.map(
    (kind, c): Column => ({ kind, heading: headings.columns[c] ?? null, cells: rows.map((row) => row[c] ?? '') }),
  )
  if (head.request.options.column === undefined) refuseOddNumbers(path, columns, decimal)
  checkGuessedRoom(head, data)
  const most = countRows(text, start.from, text.length, null, head.progress)
  const axes = confirmedAxes(head, columns, reading, most)
  const chosen = chooseColumn(path, columns, axes, head)
  const axisOf = axes[0] === undefined ? null : axes[0]
  const fileRate = axes.map((axis) => rateOfAxis(columns[axis]!, reading)).find((rate) => rate !== null) ?? null
  const described = (c: number): FileColumn => ({ number: c + 1, heading: columns[c]?.heading?.text || null })
  return {
    source: {
      path,
      text,
      from: start.from,
      to: text.length,
      decimal,
      preparation: separator === 'space' ? 'blanks' : 'none',
      headings: repeatable(headings, separator === 'space'),
      spec: {
        separator: separator === null ? 0 : separator === 'space' ? 9 : separatorSigns[separator].charCodeAt(0),
        decimal: decimal.charCodeAt(0),
        column: chosen.column,
        leastCells: kinds.findLastIndex((kind) => kind !== 'gap') + 1,
        mostCells: cells,
        codesPerNumber: 1,
      },
    },
    mostSamples: most,
    signals: chosen.signals,
    signal: chosen.signal,
    column: described(chosen.column),
    columns: cells,
    axis: axisOf === null || axisOf === chosen.column ? null : described(axisOf),
    direction: 'columns',
    unit:
      columns[chosen.column]!.heading?.unit ?? unitBehind(columns[chosen.column + 1]) ?? headings.unitOf(chosen.column),
    rateHz: fileRate ?? rateAbove(lines, lines.indexOf(start), reading),
    firstNumbers: columns[chosen.column]!.cells.filter((cell) => kindOf(cell, decimal) === 'number').map((cell) => ({
      text: cell,
      value: numberOf(cell, decimal),
    })),
    linesBefore: start.number - 1,
    notes: notesOf(columns, axes, chosen.column, reading),
  }
}

/** A heading among the samples is the same line again; blanks between its words may be prepared for the loop. */
function repeatable({ lines }: Headings, isBlankSeparated: boolean): ReadonlySet<string> {
  return new Set(isBlankSeparated ? lines.map((line) => line.replace(/[ \t]+/g, '\t')) : lines)
}

/** Rows like the samples above something that is none: the file has a mistake there, and no part of it is dropped. */
function refuseSamplesBefore(path: string, content: readonly Line[], reading: Reading): void {
  const above = content.slice(0, reading.start)
  const isRow = (line: Line): boolean => {
    const row = splitCells(line.text, reading.separator)
    return (
      row.length === reading.cells &&
      reading.kinds.every((kind, c) => !['number', 'gap'].includes(kind) || kindOf(row[c]!, reading.decimal) === kind)
    )
  }
  const first = above.findIndex(isRow)
  if (first < 0) return
  const wrong = above.slice(first).find((line) => !isRow(line))
  if (wrong === undefined) return
  const row = splitCells(wrong.text, reading.separator)
  const isOdd = (cell: string, c: number): boolean =>
    reading.kinds[c] === 'number' && kindOf(cell, reading.decimal) !== 'number'
  const reason =
    row.length === reading.cells
      ? say`Line ${wrong.number} of ${path}: ${wrongCell(row.find(isOdd) ?? '', reading.decimal)}`
      : say`Line ${wrong.number} of ${path} has ${columnsOf(row.length)}, not ${reading.cells}.`
  fail('EINVAL', say`${reason} If the samples begin behind it, say so with ?skip=${wrong.number}.`)
}

/** Far too many samples are refused before the lines are counted. */
function checkGuessedRoom({ path, text, request }: Head, data: readonly Line[]): void {
  if (text.length < largeBytes) return
  const [first, last] = [data[0]!, data.at(-1)!]
  const perLine = (last.to - first.from + 1) / data.length
  const guessed = Math.round((text.length - first.from) / perLine)
  if (guessed > 1.5 * request.roomSamples) checkRoom(path, guessed, request.roomSamples, true)
}

/** An axis that is one only by its even rise has to lead to the numbers at the end of the file. */
function confirmedAxes({ text }: Head, columns: readonly Column[], reading: Reading, rows: number): number[] {
  const axes = findAxes(columns, reading)
  const isAll = columns[0]!.cells.length >= rows - 1
  if (isAll) return axes
  const from = Math.max(0, text.length - tailBytes)
  const last = readLines(text, from)
    .slice(1)
    .filter((line) => isContent(line) && !line.isOpen)
    .at(-1)
  if (last === undefined) return axes
  const row = splitCells(last.text, reading.separator)
  return axes.filter((axis) => {
    const column = columns[axis]!
    if (column.kind !== 'number' || column.heading !== null) return true
    const value = numberOf(row[axis] ?? '', reading.decimal)
    return leadsTo(column, reading, rows - 1, value)
  })
}

/** `0.5 mV`: a column of nothing but one unit, behind the numbers. */
function unitBehind(column: Column | undefined): HeadingUnit | null {
  const [first = ''] = column?.cells ?? []
  const isUnit = column?.kind === 'text' && column.cells.every((cell) => cell === first)
  return isUnit ? parseUnit(first) : null
}

/** Numbers in a form that cannot be read are no words that may stand beside the signal. */
function refuseOddNumbers(path: string, columns: readonly Column[], decimal: DecimalSign): void {
  const other = decimal === '.' ? ',' : '.'
  for (const [c, column] of columns.entries()) {
    const odd = column.cells.find(
      (cell) =>
        hasThousands(cell) || /^[-+]?\d+([.,]\d+)?\s*[a-zA-Zµ]{1,3}$/.test(cell) || kindOf(cell, other) === 'number',
    )
    if (column.kind === 'text' && odd !== undefined)
      fail('EINVAL', say`Column ${c + 1} of ${path}: ${wrongCell(odd, decimal)}`)
  }
}

interface Chosen {
  readonly column: number
  readonly signals: number
  readonly signal: number
}

function chooseColumn(path: string, columns: readonly Column[], axes: readonly number[], { request }: Head): Chosen {
  const signals = [...columns.keys()].filter((c) => columns[c]!.kind === 'number' && !axes.includes(c))
  const asked = request.options.column
  if (asked !== undefined) {
    const column = typeof asked === 'number' ? asked - 1 : indexOfHeading(path, columns, asked)
    const kind = columns[column]?.kind
    if (kind === undefined) fail('EINVAL', say`${path} has ${columnsOf(columns.length)}; there is no column ${asked}.`)
    if (kind !== 'number')
      fail('EINVAL', say`Column ${column + 1} of ${path} holds no numbers; ${signalsText(signals)}.`)
    return { column, signals: Math.max(signals.length, 1), signal: Math.max(0, signals.indexOf(column)) }
  }
  if (signals.length === 0)
    fail(
      'EINVAL',
      axes[0] === undefined
        ? say`${path} has no signal: its only column of numbers is the axis.`
        : say`${path} has no signal: its only column of numbers is the axis; ?column=${axes[0] + 1} plays it all the same.`,
    )
  const signal = chosenSignal(request, signals.length)
  return { column: signals[signal]!, signals: signals.length, signal }
}

function signalsText(signals: readonly number[]): Sentence {
  const numbers = signals.slice(0, 12).map((c) => String(c + 1))
  if (signals.length > numbers.length) numbers.push('…')
  return numbers.length === 0 ? phrase`no other column does` : phrase`those that do are ${numbers.join(', ')}`
}

function indexOfHeading(path: string, columns: readonly Column[], asked: string): number {
  const plain = (text: string): string => text.trim().toLowerCase()
  const by = (of: (column: Column) => string | undefined): number =>
    columns.findIndex((column) => column.heading !== null && plain(of(column) ?? '') === plain(asked))
  const found = [by((column) => column.heading?.text), by((column) => column.heading?.name)].find((index) => index >= 0)
  if (found !== undefined) return found
  const names = columns.flatMap(({ heading }) => (heading === null || heading.text === '' ? [] : [`'${heading.text}'`]))
  return fail(
    'EINVAL',
    names.length === 0
      ? say`${path} has no column '${asked}'; its columns have no headings.`
      : say`${path} has no column '${asked}'; there are ${names.slice(0, 12).join(', ')}.`,
  )
}

function notesOf(columns: readonly Column[], axes: readonly number[], played: number, reading: Reading): string[] {
  const axis = axes.find((one) => one !== played && columns[one]!.kind === 'number')
  if (axis === undefined) return []
  const numbers = columns[axis]!.cells.map((cell) => numberOf(cell, reading.decimal)).filter(Number.isFinite)
  return isUneven(numbers) ? ['The time does not rise evenly; each line is played as one sample all the same.'] : []
}

/** Steps that differ by more than rounding explains. */
function isUneven(numbers: readonly number[]): boolean {
  const steps = numbers.slice(1).map((value, k) => value - numbers[k]!)
  const mean = steps.reduce((sum, step) => sum + step, 0) / Math.max(steps.length, 1)
  return (
    steps.length >= 2 &&
    mean > 0 &&
    steps.some((step) => step > 2.5 * mean + 1e-12) &&
    !steps.every((step) => step >= 0 && step <= 2.5 * mean)
  )
}
