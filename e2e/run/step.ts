// Runs one suite as a process and reads what it counted.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Suite } from './suites.ts'
import { add, failed, type Totals } from './totals.ts'

/** Where it begins and where its words go: what it says is shown at once, or held back. */
interface Ground {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly isHeld: boolean
}

interface Ended {
  readonly code: number
  /** What was held back of what it said. */
  readonly said: string
}

function run(program: string, words: readonly string[], { cwd, env, isHeld }: Ground): Promise<Ended> {
  return new Promise((resolve) => {
    const output = isHeld ? 'pipe' : 'inherit'
    const child = spawn(program, words, { cwd, env, stdio: ['ignore', output, output] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (piece: string) => {
        said += piece
      })
    child.once('error', () => resolve({ code: 127, said }))
    child.once('close', (code) => resolve({ code: code ?? 1, said }))
  })
}

interface Step {
  readonly counted: Totals
  /** What was held back of what it said. */
  readonly said: string
}

/**
 * What the suite counted. When it fails without counting a failure, or leaves no report, that is one failure.
 * @param isHeld what it says is returned in the place of being shown
 */
export async function runStep(suite: Suite, root: string, results: string, isHeld: boolean): Promise<Step> {
  const report = path.join(results, `${suite.name.replaceAll(' ', '-')}.json`)
  const [program, ...words] = suite.command
  const env = suite.reportVariable === undefined ? process.env : { ...process.env, [suite.reportVariable]: report }
  const { code, said } = await run(
    path.join(root, 'node_modules', '.bin', program),
    words.map((word) => word.replace('{report}', report)),
    { cwd: root, env, isHeld },
  )
  return { counted: countedIn(report, suite, code), said }
}

function countedIn(report: string, { name, command: [program], read }: Suite, code: number): Totals {
  try {
    const totals = read(JSON.parse(readFileSync(report, 'utf8')))
    if (code === 0 || totals.failed > 0) return totals
    // A coverage below its threshold, or an error outside of tests.
    return add(totals, failed([`${name}: ended with code ${code}, although no test failed`]))
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    return failed([`${name}: ${program} left no report: ${reason}`])
  }
}
