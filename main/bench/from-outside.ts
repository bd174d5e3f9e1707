// What is measured from outside, by a script of e2e/bench/ in a process of its own: the tools that drive a browser are the
// end-to-end tests' and no part of main.
import type { BenchContext, BenchReport } from './benchmark.ts'
import { printOf } from './print-of.ts'

/**
 * A benchmark that is a script of `e2e/bench/`: it is told one number, and prints a report as JSON.
 * @param usual the number where the command line says no duration
 */
export function fromOutside(script: string, usual: number): (context: BenchContext) => Promise<BenchReport> {
  return ({ options }) => printOf<BenchReport>(script, [`e2e/bench/${script}.ts`, String(options.seconds ?? usual)])
}
