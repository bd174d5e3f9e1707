// How many tests passed, failed and were skipped, which failed, and how each runner reports it.
import * as v from 'valibot'

export interface Totals {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Names of those that failed. */
  readonly failures: readonly string[]
}

export const none: Totals = { passed: 0, failed: 0, skipped: 0, failures: [] }

/** Totals of nothing but failures, one for each. */
export function failed(failures: readonly string[]): Totals {
  return { ...none, failed: failures.length, failures }
}

export function add(a: Totals, b: Totals): Totals {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  }
}

export function totalsLine({ passed, failed, skipped }: Omit<Totals, 'failures'>): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const vitestReport = v.object({
  numPassedTests: count,
  numFailedTests: count,
  numPendingTests: count,
  numTodoTests: count,
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      assertionResults: v.array(v.object({ status: v.string(), fullName: v.string() })),
    }),
  ),
})

/** From Vitest's JSON report. A file that could not be loaded has no tests of its own and counts as one failure. */
export function readVitest(report: unknown): Totals {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = v.parse(vitestReport, report)
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const failures = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter((test) => test.status === 'failed').map((test) => `${name} > ${test.fullName}`),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
    failures: [...failures, ...broken.map(({ name }) => `${name} cannot be loaded`)],
  }
}

interface PlaywrightSuite {
  readonly specs: readonly { title: string; file: string; tests: readonly { projectName: string; status: string }[] }[]
  readonly suites?: readonly PlaywrightSuite[] | undefined
}

const playwrightSuite: v.GenericSchema<PlaywrightSuite> = v.object({
  specs: v.array(
    v.object({
      title: v.string(),
      file: v.string(),
      tests: v.array(v.object({ projectName: v.string(), status: v.string() })),
    }),
  ),
  suites: v.optional(v.array(v.lazy(() => playwrightSuite))),
})

function failuresIn({ specs, suites = [] }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected')
      .map(({ projectName }) => `[${projectName}] ${file} > ${title}`),
  )
  return [...own, ...suites.flatMap(failuresIn)]
}

const playwrightReport = v.object({
  suites: v.array(playwrightSuite),
  stats: v.object({ expected: count, unexpected: count, flaky: count, skipped: count }),
  errors: v.array(v.object({ message: v.optional(v.string(), 'an error outside of tests') })),
})

/**
 * From Playwright's JSON report. Errors outside of tests, such as a failed set-up, count as failures. What passed at its
 * second try has passed; Playwright's own report names it.
 */
export function readPlaywright(report: unknown): Totals {
  const { stats, errors, suites } = v.parse(playwrightReport, report)
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    failures: [...suites.flatMap(failuresIn), ...errors.map(({ message }) => message)],
  }
}
