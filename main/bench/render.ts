// bench render: what the screen manages. It is measured from outside, by e2e/bench/render.ts in a process of its own: the
// tools that drive a browser are the end-to-end tests' and no part of main.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchContext, BenchReport } from './benchmark.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const defaultSeconds = 10

export async function benchRender({ options }: BenchContext): Promise<BenchReport> {
  const words = ['e2e/bench/render.ts', String(options.seconds ?? defaultSeconds)]
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
  if (code !== 0) throw new Error(`the screen could not be measured (exit code ${code})`)
  return JSON.parse(said) as BenchReport
}
