import { describe, expect, it } from 'vitest'
import { laneReport } from './lane-report.ts'
import { add, none, readPlaywright, readVitest, totalsLine } from './totals.ts'

const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] }
const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 3 }

describe('totals', () => {
  it('add up and print as one line', () => {
    const sum = add(add(none, readVitest(vitest)), readPlaywright({ stats, errors: [], suites: [] }))
    expect(totalsLine(sum)).toBe('10 passed, 2 failed, 6 skipped')
  })

  it('count a test file that cannot be loaded', () => {
    const test = { status: 'failed', fullName: 'a fails' }
    const testResults = [
      { name: 'x.test.ts', status: 'failed', assertionResults: [] },
      { name: 'y.test.ts', status: 'failed', assertionResults: [test, { ...test, status: 'passed' }] },
      { name: 'z.test.ts', status: 'passed', assertionResults: [{ ...test, status: 'passed' }] },
    ]
    const totals = readVitest({ ...vitest, testResults })
    expect(totals.failed).toBe(2)
    expect(totals.failures).toEqual(['y.test.ts > a fails', 'x.test.ts cannot be loaded'])
  })

  it('name what passed at its second try, and count as failed what a random test found at its first', () => {
    const again = { status: 'passed', fullName: 'a was late', failureMessages: ['Test timed out in 60000ms.'] }
    const found = { status: 'passed', fullName: 'b holds', failureMessages: ['Error: Property failed after 3 tests'] }
    const testResults = [{ name: 'x.test.ts', status: 'passed', assertionResults: [again, found] }]
    expect(readVitest({ ...vitest, numFailedTests: 0, testResults })).toMatchObject({
      passed: 4,
      failed: 1,
      failures: ['x.test.ts > b holds: Error: Property failed after 3 tests'],
      flaky: ['x.test.ts > a was late: Test timed out in 60000ms.'],
    })
  })

  it('say on one line what a failed test said, at each of its tries', () => {
    const red = '\u001b[31mexpected 1\u001b[39m\n    at x.ts:1:1\n to be 2'
    const test = { status: 'failed', fullName: 'a fails', failureMessages: [red, red, 'x'.repeat(1000)] }
    const testResults = [{ name: 'y.test.ts', status: 'failed', assertionResults: [test] }]
    const [line] = readVitest({ ...vitest, testResults }).failures
    expect(line).toMatch(/^y\.test\.ts > a fails: expected 1 to be 2 \| x{100,}\.\.\.$/)
  })

  it('name what failed, in whichever lane and however deep', () => {
    const specs = [
      {
        title: 'ends',
        file: 'a.spec.ts',
        tests: [
          { projectName: 'desktop', status: 'expected' },
          { projectName: 'browser', status: 'unexpected', results: [{ errors: [{ message: 'it\nwas blank' }] }] },
          { projectName: 'other', status: 'flaky' },
        ],
      },
    ]
    const totals = readPlaywright({ stats, errors: [], suites: [{ specs: [], suites: [{ specs }] }] })
    expect(totals.failures).toEqual(['[browser] a.spec.ts > ends: it was blank'])
    expect(totals.flaky).toEqual(['[other] a.spec.ts > ends'])
  })

  it('count what fails outside of tests', () => {
    expect(readPlaywright({ stats, errors: [{ message: 'set-up failed' }], suites: [] }).failed).toBe(2)
  })

  it('refuse what is no report', () => {
    expect(() => readVitest({ numPassedTests: 'many' })).toThrow()
    expect(() => readPlaywright({})).toThrow()
  })
})

describe('lanes that cannot run', () => {
  it('are named with their reason', () => {
    const report = laneReport({ desktop: 'no program', browser: null }, false)
    expect(report).toEqual({ skipped: [{ name: 'desktop', reason: 'no program' }], failures: [] })
  })

  it('fail when there is no lane left', () => {
    expect(laneReport({ desktop: 'a', browser: 'b' }, false).failures).toHaveLength(1)
    expect(laneReport({ desktop: null, browser: 'b' }, true).failures).toEqual([])
  })

  it('fail when the desktop lane is missing where it could be had', () => {
    expect(laneReport({ desktop: 'no program', browser: null }, true).failures).toHaveLength(1)
  })
})
