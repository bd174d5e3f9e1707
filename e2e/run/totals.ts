// How many tests passed, failed and were skipped, which failed, and how each runner reports it.
import { stripVTControlCharacters } from 'node:util'
import * as v from 'valibot'

export interface Totals {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Names of those that failed, each with what it said. */
  readonly failures: readonly string[]
  /** Names of those that passed at their second try, with what they said at the first. */
  readonly flaky: readonly string[]
}

export const none: Totals = { passed: 0, failed: 0, skipped: 0, failures: [], flaky: [] }

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
    flaky: [...a.flaky, ...b.flaky],
  }
}

export function totalsLine({ passed, failed, skipped }: Pick<Totals, 'passed' | 'failed' | 'skipped'>): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/** So much of a message is enough to know what failed; the whole is where the suite printed it. */
const mostReason = 300
const stackLine = /^\s+at .*$/gm

/** The name of a test and, on the same line, what it said: the end of a long output is what one reads first. */
function withReason(name: string, messages: readonly string[]): string {
  const words = messages.map((one) => stripVTControlCharacters(one).replace(stackLine, '').replace(/\s+/g, ' ').trim())
  const reason = [...new Set(words)].join(' | ')
  if (reason === '') return name
  return `${name}: ${reason.length > mostReason ? `${reason.slice(0, mostReason)}...` : reason}`
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
      assertionResults: v.array(
        v.object({
          status: v.string(),
          fullName: v.string(),
          failureMessages: v.optional(v.array(v.string()), []),
        }),
      ),
    }),
  ),
})

/** A random test that failed has found something, whatever it finds next: fast-check's words for it. */
const isFound = /Property failed|Property interrupted|Counterexample/

/**
 * From Vitest's JSON report. A file that could not be loaded has no tests of its own and counts as one failure. What passed
 * at its second try has passed and is named, unless a random test found a counterexample at its first.
 */
export function readVitest(report: unknown): Totals {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = v.parse(vitestReport, report)
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ status, fullName, failureMessages }) => ({
      status,
      name: withReason(`${name} > ${fullName}`, failureMessages),
      hasFailed: failureMessages.length > 0,
      isFound: failureMessages.some((message) => isFound.test(message)),
    })),
  )
  const names = (all: typeof tests): string[] => all.map(({ name }) => name)
  const again = tests.filter(({ status, hasFailed }) => status === 'passed' && hasFailed)
  const found = again.filter((test) => test.isFound)
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return {
    passed: numPassedTests - found.length,
    failed: numFailedTests + broken.length + found.length,
    skipped: numPendingTests + numTodoTests,
    failures: [
      ...names(tests.filter(({ status }) => status === 'failed')),
      ...names(found),
      ...broken.map(({ name }) => `${name} cannot be loaded`),
    ],
    flaky: names(again.filter((test) => !test.isFound)),
  }
}

interface PlaywrightTest {
  readonly projectName: string
  readonly status: string
  readonly results?: readonly { readonly errors: readonly { readonly message?: string | undefined }[] }[] | undefined
}

interface PlaywrightSuite {
  readonly specs: readonly { title: string; file: string; tests: readonly PlaywrightTest[] }[]
  readonly suites?: readonly PlaywrightSuite[] | undefined
}

const playwrightSuite: v.GenericSchema<PlaywrightSuite> = v.object({
  specs: v.array(
    v.object({
      title: v.string(),
      file: v.string(),
      tests: v.array(
        v.object({
          projectName: v.string(),
          status: v.string(),
          results: v.optional(v.array(v.object({ errors: v.array(v.object({ message: v.optional(v.string()) })) }))),
        }),
      ),
    }),
  ),
  suites: v.optional(v.array(v.lazy(() => playwrightSuite))),
})

function namesIn({ specs, suites = [] }: PlaywrightSuite, wanted: 'unexpected' | 'flaky'): string[] {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === wanted)
      .map(({ projectName, results = [] }) => {
        const messages = results.flatMap(({ errors }) => errors.map(({ message = '' }) => message))
        return withReason(`[${projectName}] ${file} > ${title}`, messages)
      }),
  )
  return [...own, ...suites.flatMap((suite) => namesIn(suite, wanted))]
}

const playwrightReport = v.object({
  suites: v.array(playwrightSuite),
  stats: v.object({ expected: count, unexpected: count, flaky: count, skipped: count }),
  errors: v.array(v.object({ message: v.optional(v.string(), 'an error outside of tests') })),
})

/**
 * From Playwright's JSON report. Errors outside of tests, such as a failed set-up, count as failures. What passed at its
 * second try has passed, and is named.
 */
export function readPlaywright(report: unknown): Totals {
  const { stats, errors, suites } = v.parse(playwrightReport, report)
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    failures: [...suites.flatMap((suite) => namesIn(suite, 'unexpected')), ...errors.map(({ message }) => message)],
    flaky: suites.flatMap((suite) => namesIn(suite, 'flaky')),
  }
}
