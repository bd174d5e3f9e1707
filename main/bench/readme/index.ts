// bench readme: measures what the README quotes, five times, and writes it there.
import { readFileSync, writeFileSync } from 'node:fs'
import type { BenchReport } from '../benchmark.ts'
import type { BenchResult } from '../figure.ts'
import { printOf } from '../print-of.ts'
import { readmeCommands } from './rows.ts'
import { describeForReadme, replaceFigures } from './text.ts'

const readme = new URL('../../../README.md', import.meta.url)
const runs = 5

/** Runs go round the benchmarks, so that an hour in which the machine is slow does not fall on one of them. */
export async function benchReadme(): Promise<BenchReport> {
  // Before minutes go by: it can be written.
  replaceFigures(readFileSync(readme, 'utf8'), '')
  const results = new Map<string, BenchResult[]>(readmeCommands.map((command) => [command, []]))
  for (let run = 1; run <= runs; run++)
    for (const [command, seen] of results) {
      process.stderr.write(`run ${run} of ${runs}: ${command}\n`)
      // As who runs it alone has it.
      seen.push(await printOf<BenchResult>(command, ['main/bench/index.ts', command, '--json']))
    }
  const figures = describeForReadme(results)
  writeFileSync(readme, replaceFigures(readFileSync(readme, 'utf8'), figures))
  return { figures: [], notes: [...figures.split('\n'), 'Written to README.md.'] }
}
