// What stands above the samples: names, units, and what a scope writes there about itself.
import { type CellKind, isRemark, numberOf, remarkText, splitCells } from './cells.ts'
import { type Dialect, isContent } from './dialect.ts'
import type { Line } from './lines.ts'
import { type Heading, type HeadingUnit, isUnitsRow, parseHeading, parseUnit } from './units.ts'

export interface Headings {
  /** By column; null where there is none. */
  readonly columns: readonly (Heading | null)[]
  /** The lines they stand in. */
  readonly lines: readonly string[]
  /** What the preamble says of a column's unit. */
  unitOf(column: number): HeadingUnit | null
}

/** Lines above the samples in which names and units are looked for. */
const nearLines = 4
/** What a remark above a single column has to be to be its name: one word, perhaps with a unit. */
const oneName = /^\S+(\s*[([][^)\]]*[)\]])?$/

/**
 * The headings of columns whose samples begin at line `start`.
 * @param lines all lines of the head, with remarks and empty ones
 */
export function findHeadings(
  lines: readonly Line[],
  start: number,
  kinds: readonly CellKind[],
  dialect: Dialect,
): Headings {
  const near = rowsAbove(lines, start, kinds.length, dialect)
  const [nearest, next] = near
  const above = lines.slice(0, start).filter((line) => !isRemark(line.text))
  const [names, units] =
    nearest !== undefined && isUnitsRow(nearest.cells.filter((_, c) => kinds[c] === 'number' || kinds[c] === 'date'))
      ? [next ?? nearest, nearest]
      : [nearest, undefined]
  const keyedNames = keyedRow(above, /^(trace ?name|channel ?name|signal ?name)s?$/i, kinds.length, dialect)
  const keyedUnits = keyedRow(
    above,
    /^(v(ol)? ?units?|vertical ?units?|y[ _-]?units?|y_unit_label|units?)$/i,
    kinds.length,
    dialect,
  )
  const columns = kinds.map((_, c): Heading | null => {
    const text = (keyedNames?.[c] || names?.cells[c]?.trim()) ?? ''
    const heading = text === '' ? null : parseHeading(text)
    const unit: HeadingUnit | null = parseUnit(units?.cells[c] ?? '') ?? heading?.unit ?? null
    return heading === null && unit === null ? null : { text, name: heading?.name ?? '', unit }
  })
  return {
    columns,
    lines: [names, units].flatMap((row) => (row === undefined ? [] : [row.text])),
    unitOf: (column) => parseUnit(keyedUnits?.[column] ?? ''),
  }
}

interface Row {
  readonly text: string
  readonly cells: readonly string[]
}

/** Rows of names or units right above the samples, the nearest first. */
function rowsAbove(lines: readonly Line[], start: number, columns: number, dialect: Dialect): Row[] {
  const rows: Row[] = []
  for (let k = start - 1; k >= 0 && rows.length < nearLines; k--) {
    const { text } = lines[k]!
    if (text.trim() === '') continue
    if (/^"?sep=.?"?$/i.test(text.trim())) break
    const isOnlyRemark = isRemark(text)
    const cells = splitCells(isOnlyRemark ? remarkText(text) : text, dialect.separator)
    const hasAll = cells.length >= columns || (cells.length === columns - 1 && columns > 2)
    const isNames = isOnlyRemark ? cells.length >= columns && (columns > 1 || oneName.test(cells[0] ?? '')) : hasAll
    if (isNames && /[\p{L}#]/u.test(text)) rows.push({ text: text.trim(), cells })
    else if (!isOnlyRemark) break
  }
  return rows
}

/** `"VUnit","V","V"`, `Vertical Units,CH1:V,CH2:V`: a word and what it is for the columns; one value is for all. */
function keyedRow(
  lines: readonly Line[],
  key: RegExp,
  columns: number,
  dialect: Dialect,
): (string | undefined)[] | null {
  for (const line of lines) {
    const whole = splitCells(line.text, dialect.separator)
    // `VOL Unit:mV`: nothing separates columns where there is one.
    const cells = (whole.length === 1 ? line.text.split(/:(?=.)/) : whole).map((cell) => cell.trim().replace(/:$/, ''))
    if (!key.test(cells[0] ?? '')) continue
    const values = cells
      .slice(1)
      .filter((cell) => cell !== '')
      .map((cell) => cell.replace(/^[A-Z]+\d*:/i, ''))
    if (values.length === 0) continue
    return Array.from({ length: columns }, (_, c) =>
      values.length === 1 ? values[0] : values[c - (columns - values.length)],
    )
  }
  return null
}

/** Names of the axis: time in the languages that exports are written in, and numbers of samples. */
const timeNames =
  /^(time|zeit|temps|tiempo|tempo|tijd|tid|aika|czas|čas|время|时间|時間|时刻|timestamp|elapsed|date|datum|datetime|seconds?|secs?|sekunden?|x_?value|x[ _-]?axis)|\b(time|zeit|timestamp)\b/iu
const shortNames =
  /^(t|x|s|ts|n|i|k|#|no\.?|nr\.?|num|number|index|idx|sample( ?(no\.?|nr\.?|number|index|#))?|samples|sequence|seq|point|points|row|line|count|step)$/i

/** `sure`: time whatever the numbers do; `perhaps`: when they rise. */
export function axisNameOf(heading: Heading | null): 'sure' | 'perhaps' | null {
  if (heading === null) return null
  const { name, unit } = heading
  if (unit?.kind === 'signal') return timeNames.test(name) && /^x/i.test(name) ? 'perhaps' : null
  if (unit?.kind === 'time') return 'sure'
  if (timeNames.test(name)) return 'sure'
  return unit?.kind === 'count' || shortNames.test(name) ? 'perhaps' : null
}

/** Its name says it, not only its unit. */
export function isCalledTime(heading: Heading | null): boolean {
  return heading !== null && timeNames.test(heading.name)
}

/** Names that only a signal has; any other column that rises evenly before others is taken for the axis. */
const signalNames =
  /^(ch|ch[a-h]|chan|channel|kanal|canal|canale|voie|kan|input|in|ai|ain|adc|analog|analogue|[a-h]|d|dio|probe|trace|math|ref|volt|volts|voltage|spannung|tension|tensione|u|v|vin|vout|current|strom|amp|signal|sig|data|value|wert|y|level|out|output|ramp|saw|sawtooth|dac|sin|sine|cos|triangle|tri|square|temp|temperature|pressure|power|force|raw|code|codes|(?=\d+$))(?!\p{L})/iu

export function isSignalName(heading: Heading | null): boolean {
  return (
    heading !== null &&
    (heading.unit?.kind === 'signal' ||
      heading.unit?.kind === 'code' ||
      heading.unit?.kind === 'logic' ||
      signalNames.test(heading.name))
  )
}

/** The file's own sample rate as its preamble tells it, Hz; null when it does not. */
export function rateAbove(lines: readonly Line[], start: number, dialect: Dialect): number | null {
  const above = lines.slice(0, start)
  for (const { text } of above) {
    const interval = numberBehind(
      text,
      /(sampl\w* ?(interval|period)|x[ _]?incr?(ement)?|t ?inc(rement)?|delta[ _]?[xt]|h ?resolution|time ?step|\bdt)\b/i,
      dialect,
    )
    if (interval !== null && interval.value > 0) return 1 / (interval.value * (parseTime(interval.unit) ?? 1))
    const rate = numberBehind(text, /(sampl\w* ?(rate|frequency|freq)|samplerate|abtastrate)\b/i, dialect)
    if (rate !== null && rate.value > 0) return rate.value * prefixOf(rate.unit)
  }
  return incrementBelow(above.filter(isContent), dialect)
}

function numberBehind(text: string, key: RegExp, dialect: Dialect): { value: number; unit: string } | null {
  const at = key.exec(text)
  if (at === null) return null
  const found = /^[^\d+.-]{0,24}?([-+]?\d[\d.,]*(?:e[-+]?\d+)?)\s*([a-zµμ/]*)/i.exec(
    text.slice(at.index + at[0].length),
  )
  if (found === null) return null
  const number = (found[1] ?? '').replace(/[.,]$/, '')
  const value = numberOf(number, dialect.decimal === ',' && number.includes(',') ? ',' : '.')
  return Number.isFinite(value) ? { value, unit: found[2] ?? '' } : null
}

function parseTime(unit: string): number | null {
  const parsed = parseUnit(unit)
  return parsed?.kind === 'time' ? parsed.seconds : null
}

function prefixOf(unit: string): number {
  return { k: 1e3, K: 1e3, M: 1e6, G: 1e9 }[/^[kKMG]/.exec(unit)?.[0] ?? ''] ?? 1
}

/** A column called Increment in the row of names, its value in the row below: Rigol's way. */
function incrementBelow(lines: readonly Line[], dialect: Dialect): number | null {
  for (const [k, line] of lines.entries()) {
    const column = splitCells(line.text, dialect.separator).findIndex((cell) => /^increment$/i.test(cell))
    const below = lines[k + 1]
    if (column < 0 || below === undefined) continue
    const value = numberOf(splitCells(below.text, dialect.separator)[column] ?? '', dialect.decimal)
    if (value > 0) return 1 / value
  }
  return null
}
