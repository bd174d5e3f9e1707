// Runs one suite as a process and reads what it counted.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Suite } from './suites.ts'
import { add, failed, type Totals } from './totals.ts'

function run(program: string, words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', () => resolve(127))
    child.once('close', (code) => resolve(code ?? 1))
  })
}

/** What the suite counted. When it fails without counting a failure, or leaves no report, that is one failure. */
export async function runStep(suite: Suite, root: string, results: string): Promise<Totals> {
  const report = path.join(results, `${suite.name.replaceAll(' ', '-')}.json`)
  const [program, ...words] = suite.command
  const env = suite.reportVariable === undefined ? process.env : { ...process.env, [suite.reportVariable]: report }
  const code = await run(
    path.join(root, 'node_modules', '.bin', program),
    words.map((word) => word.replace('{report}', report)),
    root,
    env,
  )
  try {
    const totals = suite.read(JSON.parse(readFileSync(report, 'utf8')))
    if (code === 0 || totals.failed > 0) return totals
    // A coverage below its threshold, or an error outside of tests.
    return add(totals, failed([`${suite.name}: ended with code ${code}, although no test failed`]))
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    return failed([`${suite.name}: ${program} left no report: ${reason}`])
  }
}
