// A measured figure, and how figures are shown and compared.
import type { Table } from './table.ts'

export interface Figure {
  readonly name: string
  readonly value: number
  /** Such as `GS/s` (1e9 samples per second), `GB/s`, `ms`. */
  readonly unit: string
  /** True when less is better. */
  readonly lessIsBetter?: boolean
  /** Bytes per second over those of memcpy in the same run. */
  readonly perMemcpy?: number
  /** Speed over that of the plain TypeScript twin. */
  readonly perTwin?: number
  /** What the ratios should reach. */
  readonly wanted?: { readonly perMemcpy?: number; readonly perTwin?: number; readonly value?: number }
}

export interface BenchResult {
  readonly command: string
  readonly at: string
  readonly runtime: string
  readonly cpu: string
  readonly memcpyGigabytesPerSecond: number
  readonly figures: readonly Figure[]
  readonly tables?: readonly Table[]
  readonly notes?: readonly string[]
}

/** True when the figure reaches everything wanted of it. */
export function isReached(figure: Figure): boolean {
  const { wanted = {} } = figure
  if ((figure.perMemcpy ?? 0) < (wanted.perMemcpy ?? 0)) return false
  if ((figure.perTwin ?? 0) < (wanted.perTwin ?? 0)) return false
  if (wanted.value === undefined) return true
  return figure.lessIsBetter === true ? figure.value <= wanted.value : figure.value >= wanted.value
}

/** Three significant digits. */
export function digits(value: number): string {
  return Number(value.toPrecision(3)).toString()
}

function wantedWords(figure: Figure): string {
  const { wanted } = figure
  if (wanted === undefined) return ''
  const words = [
    wanted.perMemcpy === undefined ? [] : [`${digits(wanted.perMemcpy)} x memcpy`],
    wanted.perTwin === undefined ? [] : [`${digits(wanted.perTwin)} x twin`],
    wanted.value === undefined ? [] : [`${digits(wanted.value)} ${figure.unit}`],
  ].flat()
  return `${isReached(figure) ? 'reached' : 'BELOW'}: ${figure.lessIsBetter === true ? 'at most' : 'at least'} ${words.join(', ')}`
}

/** One line per figure; with an earlier result, its value and the change. */
export function describeFigures(result: BenchResult, earlier: BenchResult | null): string[] {
  const before = new Map(earlier?.figures.map((figure) => [figure.name, figure.value]))
  return result.figures.map((figure) => {
    const then = before.get(figure.name)
    const change = then === undefined ? '' : `was ${digits(then)} (${digits(100 * (figure.value / then - 1))} %)`
    return [
      figure.name.padEnd(44),
      `${digits(figure.value)} ${figure.unit}`.padStart(12),
      (figure.perMemcpy === undefined ? '' : `${digits(figure.perMemcpy)} x memcpy`).padStart(21),
      (figure.perTwin === undefined ? '' : `${digits(figure.perTwin)} x twin`).padStart(14),
      `  ${[change, wantedWords(figure)].filter((words) => words !== '').join('; ')}`,
    ]
      .join('')
      .trimEnd()
  })
}
