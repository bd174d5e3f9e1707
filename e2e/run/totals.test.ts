import { describe, expect, it } from 'vitest'
import { laneReport } from './lane-report.ts'
import { add, none, readPlaywright, readVitest, totalsLine } from './totals.ts'

const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] }
const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 3 }

describe('totals', () => {
  it('add up and print as one line', () => {
    const sum = add(add(none, readVitest(vitest)), readPlaywright({ stats, errors: [] }))
    expect(totalsLine(sum)).toBe('10 passed, 2 failed, 6 skipped')
  })

  it('count a test file that cannot be loaded', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [{}] },
    ]
    expect(readVitest({ ...vitest, testResults }).failed).toBe(2)
  })

  it('count what fails outside of tests', () => {
    expect(readPlaywright({ stats, errors: [{ message: 'set-up failed' }] }).failed).toBe(2)
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
