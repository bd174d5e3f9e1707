// Which columns are axes and not signals: the time, the number of the sample. And what an axis says of the sample rate.

import { type CellKind, kindOf, lastDigitOf, numberOf } from './cells.ts'
import type { Dialect } from './dialect.ts'
import { axisNameOf, isCalledTime, isSignalName } from './headings.ts'
import type { Heading } from './units.ts'

export interface Column {
  readonly kind: CellKind
  readonly heading: Heading | null
  /** Its cells in the first lines of samples. */
  readonly cells: readonly string[]
}

interface Rise {
  readonly first: number
  readonly step: number
}

/** Rows that are compared, at least, before a column without a name is taken for an axis. */
const leastRows = 3

/** Indexes of the columns that are axes, in their order. A column of dates is one; so is one called time. */
export function findAxes(columns: readonly Column[], dialect: Dialect): number[] {
  const axes = new Set<number>()
  const signals = (): number[] => [...columns.keys()].filter((c) => columns[c]!.kind === 'number' && !axes.has(c))
  const rises = columns.map((column) => (column.kind === 'number' ? evenRise(column, dialect) : null))
  for (const [c, column] of columns.entries()) {
    if (column.kind === 'date') axes.add(c)
    if (
      column.kind === 'number' &&
      axisNameOf(column.heading) === 'sure' &&
      (signals().length > 1 || isCalledTime(column.heading))
    )
      axes.add(c)
  }
  for (const c of signals()) {
    const isRising = axisNameOf(columns[c]!.heading) === 'perhaps' && neverFalls(columns[c]!, dialect)
    if (isRising && signals().length > 1) axes.add(c)
  }
  // Without a name of a signal: the first of several, when it rises evenly; and its copies further on.
  for (const c of signals()) {
    if (signals().length < 2) break
    const rise = rises[c] ?? null
    if (rise === null || isSignalName(columns[c]!.heading)) continue
    const isFirst = c === signals()[0]
    const isCopy = [...axes].some((axis) => rises[axis]?.first === rise.first && rises[axis]?.step === rise.step)
    if (isFirst || isCopy) axes.add(c)
  }
  return [...axes].sort((a, b) => a - b)
}

/** The numbers of a column's first lines; gaps are left out. */
function numbersOf({ cells }: Column, { decimal }: Dialect): number[] {
  return cells.filter((cell) => kindOf(cell, decimal) === 'number').map((cell) => numberOf(cell, decimal))
}

function neverFalls(column: Column, dialect: Dialect): boolean {
  const numbers = numbersOf(column, dialect)
  return numbers.every((value, k) => k === 0 || value >= numbers[k - 1]!)
}

/** The half of the last digit that is written: how far a printed number may be from the true one. */
function roundingOf({ cells }: Column, { decimal }: Dialect): number {
  return (
    cells.reduce(
      (most, cell) => (kindOf(cell, decimal) === 'number' ? Math.max(most, lastDigitOf(cell, decimal)) : most),
      0,
    ) / 2
  )
}

/**
 * The rise of a column whose numbers are a straight line: exactly, or but for the rounding of what is printed where there
 * are enough of them. Null otherwise.
 */
export function evenRise(column: Column, dialect: Dialect): Rise | null {
  const numbers = numbersOf(column, dialect)
  const [first, last] = [numbers[0], numbers.at(-1)]
  if (first === undefined || last === undefined || numbers.length < leastRows || !(last > first)) return null
  const step = (last - first) / (numbers.length - 1)
  const worst = numbers.reduce((most, value, k) => Math.max(most, Math.abs(value - (first + k * step))), 0)
  if (worst <= 0.01 * step) return { first, step }
  const rounding = roundingOf(column, dialect)
  const isLong = numbers.length >= 8 && last - first >= 40 * rounding
  return isLong && worst <= 2.1 * rounding + 0.01 * step ? { first, step } : null
}

/** Whether a column's number at a far row is where its even rise leads. */
export function leadsTo(column: Column, dialect: Dialect, row: number, value: number): boolean {
  const rise = evenRise(column, dialect)
  return rise !== null && Math.abs(value - (rise.first + row * rise.step)) <= 0.05 * row * rise.step
}

/** The sample rate that an axis tells, Hz; null when it counts samples, or is uneven. */
export function rateOfAxis(column: Column, dialect: Dialect): number | null {
  const seconds = column.kind === 'date' ? momentStep(column.cells) : timeStep(column, dialect)
  return seconds === null ? null : roundRate(1 / seconds.step, seconds.doubt)
}

interface Step {
  readonly step: number
  /** Share by which it may be wrong. */
  readonly doubt: number
}

function timeStep(column: Column, dialect: Dialect): Step | null {
  const unit = column.heading?.unit ?? null
  if (unit?.kind === 'count') return null
  const numbers = numbersOf(column, dialect)
  const [first, last] = [numbers[0], numbers.at(-1)]
  if (first === undefined || last === undefined || !(last > first) || numbers.length < 2) return null
  const isTime = unit?.kind === 'time' || axisNameOf(column.heading) === 'sure'
  const step = (last - first) / (numbers.length - 1)
  // Without a word about it, whole numbers count, and small steps are seconds.
  if (!isTime && (step >= 0.5 || evenRise(column, dialect) === null)) return null
  const seconds = unit?.kind === 'time' ? unit.seconds : 1
  return { step: step * seconds, doubt: (2 * roundingOf(column, dialect)) / (last - first) + 1e-9 }
}

/** The roundest number within the doubt: 48,000 and not 47,998.3. */
function roundRate(rate: number, doubt: number): number | null {
  if (!Number.isFinite(rate) || rate <= 0) return null
  for (let digits = 1; digits < 15; digits++) {
    const rounded = Number(rate.toPrecision(digits))
    if (Math.abs(rounded - rate) <= doubt * rate) return rounded
  }
  return rate
}

/** Seconds between dates or times, on average. */
function momentStep(cells: readonly string[]): Step | null {
  const moments = cells.map(secondsOf).filter((seconds) => seconds !== null)
  const [first, last] = [moments[0], moments.at(-1)]
  if (first === undefined || last === undefined || !(last > first)) return null
  return { step: (last - first) / (moments.length - 1), doubt: 1 / (moments.length * 100) }
}

/** Seconds of a date with a time, or of a time alone. */
function secondsOf(cell: string): number | null {
  const time = /(\d{1,4}):(\d{2})(?::(\d{2})(?:[.,:](\d+))?)?/.exec(cell)
  const date = /(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(cell)
  const european = date === null ? /(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})/.exec(cell) : null
  const days =
    date !== null
      ? Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3])) / 1e3
      : european !== null
        ? Date.UTC(Number(european[3]), Number(european[2]) - 1, Number(european[1])) / 1e3
        : 0
  if (time === null) return date === null && european === null ? null : days
  return days + Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3] ?? 0) + Number(`0.${time[4] ?? 0}`)
}
