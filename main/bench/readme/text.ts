// The figures as the README shows them: what was measured on, and a table in Markdown.
import { type BenchResult, digits, type Figure } from '../figure.ts'
import { median } from '../measure.ts'
import { type ReadmeRow, readmeRows } from './rows.ts'

/** What is between these two lines of the README is written by `npm run bench -- readme`. */
export const markers = { begin: '<!-- figures: begin -->', end: '<!-- figures: end -->' } as const

/** Lowest to highest; one number where both look the same. */
function rangeWords(values: readonly number[]): string {
  const [low, high] = [digits(Math.min(...values)), digits(Math.max(...values))]
  return low === high ? low : `${low} to ${high}`
}

/** @throws Error with one sentence when a run has no such figure */
function figureOf(result: BenchResult, row: ReadmeRow): Figure {
  const isIt = (name: string): boolean => (typeof row.figure === 'string' ? name === row.figure : row.figure.test(name))
  const found = result.figures.find(({ name }) => isIt(name))
  if (found === undefined)
    throw new Error(`'${row.command}' measured no '${String(row.figure)}', which the README quotes as '${row.what}'.`)
  return found
}

function cellsOf(row: ReadmeRow, results: readonly BenchResult[]): readonly string[] {
  const figures = results.map((result) => figureOf(result, row))
  const { unit, factor } = row.as ?? { unit: figures[0]!.unit, factor: 1 }
  const values = figures.map(({ value }) => value * factor)
  // Of a delay it says nothing to a reader.
  const ratios = figures.flatMap(({ perMemcpy, lessIsBetter }) => (lessIsBetter === true ? [] : (perMemcpy ?? [])))
  return [
    row.what,
    `${digits(median(values))} ${unit}`,
    rangeWords(values),
    ratios.length === 0 ? '' : `${digits(median(ratios))} (${rangeWords(ratios)})`,
    `\`${row.command}\``,
  ]
}

const heads = ['what', 'median', 'range', 'x memcpy', '`npm run bench --`'] as const

/**
 * What stands between the {@link markers}.
 * @param results runs by benchmark, at least one of each that a row needs
 * @throws Error with one sentence when a figure was not measured
 */
export function describeForReadme(results: ReadonlyMap<string, readonly BenchResult[]>): string {
  const rows = readmeRows.map((row) => cellsOf(row, results.get(row.command) ?? []))
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]!.length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  const all = [...results.values()].flat()
  const { cpu, runtime } = all[0]!
  const runs = Math.min(...[...results.values()].map((one) => one.length))
  const memcpy = rangeWords(all.map((one) => one.memcpyGigabytesPerSecond))
  return [
    `${cpu}, ${runtime}, no graphics card; ${all.map(({ at }) => at.slice(0, 10)).toSorted()[0]}. ${runs === 1 ? 'One run.' : `Medians of ${runs} runs, with their range.`}`,
    `Beside each rate is its ratio to the memcpy of 64 MiB in the same run, which moved ${memcpy} GB/s.`,
    '',
    line(heads),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
  ].join('\n')
}

/** The README with new figures. @throws Error with one sentence when it has not both markers, in order */
export function replaceFigures(readme: string, figures: string): string {
  const begin = readme.indexOf(markers.begin)
  const end = readme.indexOf(markers.end)
  if (begin < 0 || end < begin)
    throw new Error(`README.md must have the lines '${markers.begin}' and '${markers.end}'.`)
  return `${readme.slice(0, begin)}${markers.begin}\n\n${figures}\n\n${readme.slice(end)}`
}
