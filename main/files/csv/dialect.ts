// Which sign separates the cells of a file, and which is its decimal sign: decided once for the whole file, by the lines
// at the end of its head, where preambles and headings are over. Of all readings the one is taken under which most lines
// in a row are samples; where two readings are as good and give other numbers, nothing is guessed.
import { fail, say } from '#shared/errors.ts'
import type { FileOptions, Separator } from '#shared/files/options.ts'
import { type CellKind, type DecimalSign, isRemark, kindOf, splitCells } from './cells.ts'
import { commaMeaning } from './comma.ts'
import type { Line } from './lines.ts'

export interface Dialect {
  readonly separator: Separator | null
  readonly decimal: DecimalSign
}

export interface Reading extends Dialect {
  /** The lines that are samples: from this index of the lines to the last. */
  readonly start: number
  /** Lines that are samples. */
  readonly good: number
  /** Cells of such a line; one more, empty, is allowed. */
  readonly cells: number
  /** Of each column over these lines. */
  readonly kinds: readonly CellKind[]
  /** Columns of words are allowed. */
  readonly withText: boolean
}

/** In the order of preference where they are as good. */
const candidates: readonly Dialect[] = (['tab', 'semicolon', 'comma', 'pipe', 'space', null] as const).flatMap(
  (separator): readonly Dialect[] => [
    { separator, decimal: '.' },
    { separator, decimal: ',' },
  ],
)

/** Lines looked at, at most: what one sees of a file in a glance. */
const mostLines = 120

/**
 * The best reading of the lines (without remarks and empty ones); null when no line is samples under any.
 * @throws EINVAL when commas may be one thing or the other
 */
export function findReading(path: string, lines: readonly Line[], options: FileOptions): Reading | null {
  const named = namedSeparator(lines)
  const allowed = candidates.filter(
    ({ separator, decimal }) =>
      (options.separator ?? named ?? separator) === separator && (options.decimal ?? decimal) === decimal,
  )
  // One column is no matter of separators.
  if (options.separator !== undefined || named !== null)
    for (const decimal of ['.', ','] as const)
      if ((options.decimal ?? decimal) === decimal) allowed.push({ separator: null, decimal })
  const strict = allowed.map((dialect) => readAs(lines, dialect, false)).filter((reading) => reading !== null)
  const loose = allowed.map((dialect) => readAs(lines, dialect, true)).filter((reading) => reading !== null)
  const [best, besides] = [bestOf(strict), bestOf(loose)]
  // Columns of words beside the numbers: only where that explains far more.
  const glance = best === null || (besides !== null && besides.good >= 4 * best.good) ? besides : best
  if (glance === null) return null
  // What was found at a glance is followed to where it begins.
  const chosen = followed(lines, glance)
  if (options.decimal !== undefined || options.separator !== undefined || named !== null) return chosen
  return settleCommas(path, lines, chosen, strict)
}

/** `sep=;` before everything else, as spreadsheets write it. */
export function namedSeparator(lines: readonly Line[]): Separator | null {
  const sign = /^"?sep=(.)"?$/i.exec(lines[0]?.text.trim() ?? '')?.[1]
  return sign === undefined
    ? null
    : (({ ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const)[sign] ?? null)
}

const numericColumns = ({ kinds }: Reading): number => kinds.filter((kind) => kind === 'number').length

/** Most lines, then most columns of numbers, then most columns; the first of those that are as good. */
function bestOf(readings: readonly Reading[]): Reading | null {
  const worth = (reading: Reading): number[] => [reading.good, numericColumns(reading), reading.cells]
  return readings.reduce<Reading | null>((best, reading) => {
    if (best === null) return reading
    const [old, now] = [worth(best), worth(reading)]
    const place = now.findIndex((value, k) => value !== old[k])
    return place >= 0 && now[place]! > old[place]! ? reading : best
  }, null)
}

/** All lines of a reading, also those above which words stand beside the numbers. */
function followed(lines: readonly Line[], glance: Reading): Reading {
  const strict = readAs(lines, glance, glance.withText, 0) ?? glance
  const loose = strict.start === 0 || strict.withText ? null : readAs(lines, glance, true, 0)
  return loose !== null && continues(loose, strict) ? loose : strict
}

/** The same columns of numbers, in more lines: beside some of them words are written. */
function continues(loose: Reading, strict: Reading): boolean {
  const isSame = loose.separator === strict.separator && loose.decimal === strict.decimal
  const hasSame = strict.kinds.every((kind, c) => (kind === 'number') === (loose.kinds[c] === 'number'))
  return isSame && hasSame && loose.good > strict.good
}

/** A comma in lines of whole numbers separates two columns, or is a decimal sign of one: other signs tell, or nobody. */
function settleCommas(
  path: string,
  lines: readonly Line[],
  chosen: Reading,
  strict: readonly Reading[],
): Reading | null {
  const one = strict.find(({ separator, decimal }) => separator === null && decimal === ',')
  const columns = strict.find(({ separator, decimal }) => separator === 'comma' && decimal === '.')
  const isOf = (reading: Reading | undefined): boolean =>
    reading !== undefined && chosen.separator === reading.separator && chosen.decimal === reading.decimal
  if (!isOf(one) && !isOf(columns)) return chosen
  if (isOf(columns) && columns !== undefined && hasSplitNumbers(lines.slice(columns.start))) failWithCommas(path)
  if (one === undefined) return chosen
  const data = lines.slice(one.start).map((line) => line.text)
  if (!data.some((text) => text.includes(','))) return chosen
  const meaning = commaMeaning(data, lines[one.start - 1]?.text ?? null)
  if (meaning === 'decimal') return readAs(lines, one, false, 0)
  if (meaning === 'separator' && columns !== undefined) return readAs(lines, columns, false, 0)
  return failWithCommas(path)
}

function failWithCommas(path: string): never {
  return fail(
    'EINVAL',
    say`The commas of ${path} may separate columns or be decimal commas; say which with ?separator=comma or ?decimal=comma.`,
  )
}

/** More than two whole numbers a line, some with zeros before them: decimal commas between the commas of columns. */
function hasSplitNumbers(data: readonly Line[]): boolean {
  const cells = data.flatMap(({ text }) => splitCells(text, 'comma')).filter((cell) => cell !== '')
  const rows = data.some(({ text }) => splitCells(text, 'comma').length > 2)
  const isWhole = cells.every((cell) => /^[-+]?\d+$/.test(cell) || kindOf(cell, '.') !== 'number')
  return rows && isWhole && cells.some((cell) => /^([-+]?0\d|[-+]0$)/.test(cell))
}

/** As {@link CellKind}; `beside`: of a column that is empty beside the samples, whatever is written above them. */
type ColumnKind = CellKind | 'beside'

/** So many empty cells in a row, and what stands above them is no sample. */
const clearlyEmpty = 8

/**
 * Reads the lines from the last one backwards, as long as they are samples of the same form.
 * @param withText columns of words are allowed beside those of numbers
 */
function readAs(
  lines: readonly Line[],
  dialect: Dialect,
  withText: boolean,
  least = Math.max(0, lines.length - mostLines),
): Reading | null {
  const { separator } = dialect
  const end = endOfWhole(lines, dialect)
  const cells = splitCells(lines[end - 1]?.text ?? '', separator).length
  if (end === 0 || (separator !== null && cells < 2)) return null
  // A comma is both only where quotes tell which.
  if (separator === 'comma' && dialect.decimal === ',' && !lines[end - 1]?.text.includes('"')) return null
  const columns = new Columns(cells, dialect.decimal, withText)
  let start = end
  for (let k = end - 1; k >= least; k--) {
    const { text } = lines[k]!
    if (columns.take(splitCells(text, separator))) start = k
    // A heading may be written again among the samples.
    else if (lines.findIndex((line) => line.text === text) === k) break
  }
  if (columns.rows === 0) return null
  return { ...dialect, start, good: columns.rows, cells, kinds: columns.kinds, withText }
}

/** Behind the last line that is whole: one that is cut off, and has another form than the one before it, does not count. */
function endOfWhole(lines: readonly Line[], { separator, decimal }: Dialect): number {
  const [before, last] = lines.slice(-2)
  if (last === undefined || !last.isOpen || before === undefined) return lines.length
  const [upper, lower] = [splitCells(before.text, separator), splitCells(last.text, separator)]
  const isAlike =
    upper.length === lower.length &&
    upper.every((cell, c) => (kindOf(cell, decimal) === 'number') === (kindOf(lower[c]!, decimal) === 'number'))
  return isAlike ? lines.length : lines.length - 1
}

/** What the columns hold, row by row from the last one up. */
class Columns {
  readonly #cells: number
  readonly #decimal: DecimalSign
  readonly #withText: boolean
  #kinds: readonly ColumnKind[]
  rows = 0

  constructor(cells: number, decimal: DecimalSign, withText: boolean) {
    this.#cells = cells
    this.#decimal = decimal
    this.#withText = withText
    this.#kinds = Array.from({ length: cells }, () => 'gap')
  }

  get kinds(): readonly CellKind[] {
    return this.#kinds.map((kind) => (kind === 'beside' ? 'text' : kind))
  }

  /** False, and nothing taken, for a row that is no row of samples like the others. */
  take(row: readonly string[]): boolean {
    // More cells than the others: separators at the end of the line.
    if (row.slice(this.#cells).some((cell) => cell !== '')) return false
    const kinds: ColumnKind[] = []
    for (const [c, before] of this.#kinds.entries()) {
      const cell = row[c]
      // Fewer cells: those that are empty everywhere may be left out.
      if (cell === undefined && before !== 'gap') return false
      const kind = this.#joined(before, kindOf(cell ?? '', this.#decimal))
      if (kind === null) return false
      kinds.push(kind)
    }
    if (!kinds.includes('number')) return false
    this.#kinds = kinds
    this.rows++
    return true
  }

  #joined(before: ColumnKind, kind: CellKind): ColumnKind | null {
    if (before === 'beside' || kind === 'gap' || kind === before) return before
    if (kind === 'text' && !this.#withText) return null
    if (before !== 'gap') return null
    return this.#withText && this.rows >= clearlyEmpty ? 'beside' : kind
  }
}

/** Lines that may hold samples: neither empty nor remarks. */
export function isContent(line: Line): boolean {
  return line.text.trim() !== '' && !isRemark(line.text)
}
