// `npm run conformance`: runs the tests of the numbered invariants and lists each with pass or fail; an invariant passes
// when all its cases do. Exits with 1 when one fails, is skipped, or is missing. A word on the command line names a file
// for Vitest's JSON report.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startVitest } from 'vitest/node'

/** How many invariants the specification has. */
const invariantCount = 45

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[]
  }[]
}

const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
const outputFile = process.argv[2] ?? join(folder, 'report.json')
const vitest = await startVitest('test', ['main/testing/conformance'], {
  run: true,
  watch: false,
  reporters: ['json'],
  outputFile,
  silent: true,
})
await vitest?.close()
const report = JSON.parse(readFileSync(outputFile, 'utf8')) as Report
rmSync(folder, { recursive: true })

interface Case {
  readonly title: string
  readonly passed: boolean
}

const cases = new Map<number, Case[]>()
for (const { assertionResults } of report.testResults) {
  for (const { title, status } of assertionResults) {
    const match = /^invariant (\d+): (.*)$/.exec(title)
    if (match === null) continue
    const number = Number(match[1])
    cases.set(number, [...(cases.get(number) ?? []), { title: match[2]!, passed: status === 'passed' }])
  }
}
let passed = 0
for (let number = 1; number <= invariantCount; number++) {
  const found = cases.get(number) ?? []
  const failed = found.filter((one) => !one.passed)
  if (found.length > 0 && failed.length === 0) passed++
  const word = found.length === 0 ? 'MISSING' : failed.length === 0 ? 'pass' : 'FAIL'
  const more = found.length > 1 ? ` (and ${found.length - 1} more cases)` : ''
  process.stdout.write(`${String(number).padStart(2)}  ${word.padEnd(7)}  ${found[0]?.title ?? ''}${more}\n`)
  for (const one of failed) process.stdout.write(`             failed: ${one.title}\n`)
}
process.stdout.write(`${passed} of ${invariantCount} invariants pass\n`)
process.exitCode = passed === invariantCount ? 0 : 1
