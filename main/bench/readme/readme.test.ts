import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { commands } from '../commands.ts'
import type { BenchResult } from '../figure.ts'
import { median } from '../measure.ts'
import { readmeCommands, readmeRows } from './rows.ts'
import { describeForReadme, markers, replaceFigures } from './text.ts'

/** A run in which each figure is `value`, in its unit. */
function resultOf(command: string, value: number): BenchResult {
  const rows = readmeRows.filter((row) => row.command === command)
  const nameOf = (figure: string | RegExp): string =>
    typeof figure === 'string' ? figure : figure.source.replace('.*', '4 GS/s asked').replaceAll(/[\^$]/g, '')
  return {
    command,
    at: '2026-11-29T12:00:00.000Z',
    runtime: 'Node 20',
    cpu: '2 x CPU',
    memcpyGigabytesPerSecond: value * 2,
    figures: rows.map(({ figure }) => ({ name: nameOf(figure), value, unit: 'GS/s', perMemcpy: value / 10 })),
  }
}
const resultsOf = (...values: readonly number[]): Map<string, BenchResult[]> =>
  new Map(readmeCommands.map((command) => [command, values.map((value) => resultOf(command, value))]))

it('quotes medians with their range and the ratio to memcpy of the same runs', () => {
  const text = describeForReadme(resultsOf(3, 1, 2))
  expect(text).toContain('2026-11-29. Medians of 3 runs')
  expect(text).toContain('2 to 6 GB/s')
  expect(text).toMatch(
    /^\| captured, triggered on .* \| 2 GS\/s +\| 1 to 3 +\| 0\.2 \(0\.1 to 0\.3\) +\| `capture` +\|$/m,
  )
  expect(text).toMatch(/^\| main thread busy meanwhile +\| 200 % /m)
  expect(text.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(2 + readmeRows.length)
  expect([median([5, 1, 3]), median([4, 1, 2, 3])]).toEqual([3, 2])
})

it('names the figure that a benchmark does not measure any more', () => {
  const results = resultsOf(1)
  results.set('zoom', [{ ...resultOf('zoom', 1), figures: [] }])
  expect(() => describeForReadme(results)).toThrow(/^'zoom' measured no .*, which the README quotes as 'any view/)
})

it('writes between the marks of the README and nowhere else', () => {
  expect(replaceFigures(`a\n${markers.begin}\nold\n${markers.end}\nb\n`, 'new')).toBe(
    `a\n${markers.begin}\n\nnew\n\n${markers.end}\nb\n`,
  )
  expect(() => replaceFigures(`${markers.end}${markers.begin}`, 'new')).toThrow(/^README\.md must have the lines/)
  expect(() => replaceFigures('', 'new')).toThrow(/^README\.md must have the lines/)
})

it('the README has the rows that are measured, of benchmarks that there are', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  const quoted = readme.slice(readme.indexOf(markers.begin), readme.indexOf(markers.end))
  const rows = [...quoted.matchAll(/^\| (.+?) +\|.*\| `(\w+)` +\|$/gm)].map(([, what, command]) => ({ what, command }))
  expect(rows).toEqual(readmeRows.map(({ what, command }) => ({ what, command })))
  expect(Object.keys(commands)).toEqual(expect.arrayContaining([...readmeCommands]))
})
