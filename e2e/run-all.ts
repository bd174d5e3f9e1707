// `npm test`: everything, in one go, on a machine that has Node and npm and nothing else. Installs what the tests need,
// runs each suite, adds up what they counted, names what failed, and ends with one line:
//
//   N passed, N failed, N skipped
//
// A suite that breaks before it can count is a failure. So is a machine on which no lane of the end-to-end tests runs, or
// the desktop lane does not although its runtime can be fetched.
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { laneFailures } from './run/lane-report.ts'
import { runStep } from './run/step.ts'
import { rounds, type Suite } from './run/suites.ts'
import { add, failed, none, type Totals, totalsLine } from './run/totals.ts'
import { installForTests } from './setup/install.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const results = path.join(root, 'test-results')

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** @param place 0: it is told as it runs; else it has another one beside it, and is told when it has ended */
async function runSuite(suite: Suite, place: number): Promise<Totals> {
  const began = performance.now()
  if (place === 0) say(`\n== ${suite.name}`)
  const { counted, said } = await runStep(suite, root, results, place > 0)
  if (place > 0) say(`\n== ${suite.name}, which ran beside\n${said}`)
  say(`== ${suite.name}: ${totalsLine(counted)} in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  return counted
}

async function main(): Promise<number> {
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  await installForTests(say)
  let totals: Totals = none
  for (const round of rounds) totals = (await Promise.all(round.map(runSuite))).reduce(add, totals)
  const missing = laneFailures()
  for (const lane of missing.skipped) say(`\nskipped: the ${lane.name} lane: ${lane.reason}`)
  totals = add(totals, failed(missing.failures))
  for (const name of totals.flaky) say(`passed at its second try: ${name}`)
  for (const failure of totals.failures) say(`failed: ${failure}`)
  say(`\n${totalsLine(totals)}`)
  return totals.failed === 0 ? 0 : 1
}

process.exitCode = await main()
