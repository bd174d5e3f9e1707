// bench readme: measures what the README quotes, five times, and writes it there.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchContext, BenchReport } from '../benchmark.ts'
import type { BenchResult } from '../figure.ts'
import { readmeCommands } from './rows.ts'
import { describeForReadme, replaceFigures } from './text.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const readme = path.join(root, 'README.md')
const runs = 5

/** One run of a benchmark, in a process of its own: as who runs it alone has it. */
async function measureOnce(command: string): Promise<BenchResult> {
  const words = ['main/bench/index.ts', command, '--json']
  const child = spawn(path.join(root, 'node_modules', '.bin', 'tsx'), words, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (piece: Buffer) => {
    said += piece.toString()
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`'${command}' could not be measured (exit code ${code})`)
  return JSON.parse(said) as BenchResult
}

/** Runs go round the benchmarks, so that an hour in which the machine is slow does not fall on one of them. */
export async function benchReadme(_: BenchContext): Promise<BenchReport> {
  // Before minutes go by: it can be written.
  const before = readFileSync(readme, 'utf8')
  replaceFigures(before, '')
  const results = new Map<string, BenchResult[]>(readmeCommands.map((command) => [command, []]))
  for (let run = 1; run <= runs; run++)
    for (const [command, seen] of results) {
      process.stderr.write(`run ${run} of ${runs}: ${command}\n`)
      seen.push(await measureOnce(command))
    }
  const figures = describeForReadme(results)
  writeFileSync(readme, replaceFigures(readFileSync(readme, 'utf8'), figures))
  return { figures: [], notes: [...figures.split('\n'), 'Written to README.md.'] }
}
