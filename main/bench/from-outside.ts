// What is measured from outside, by a script of e2e/bench/ in a process of its own: the tools that drive a browser are the
// end-to-end tests' and no part of main.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchContext, BenchReport } from './benchmark.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * A benchmark that is a script of `e2e/bench/`: it is told one number, and prints a report as JSON.
 * @param usual the number where the command line says no duration
 */
export function fromOutside(script: string, usual: number): (context: BenchContext) => Promise<BenchReport> {
  return async ({ options }) => {
    const words = [`e2e/bench/${script}.ts`, String(options.seconds ?? usual)]
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
    if (code !== 0) throw new Error(`'${script}' could not be measured (exit code ${code})`)
    return JSON.parse(said) as BenchReport
  }
}
