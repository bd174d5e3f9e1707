import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runStep } from './step.ts'
import type { Suite } from './suites.ts'
import { readVitest } from './totals.ts'

const counts = (failed: number) => ({
  ...{ numPassedTests: 3, numFailedTests: failed, numPendingTests: 0, numTodoTests: 0 },
  testResults: [],
})

let root = ''
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-step-'))
  mkdirSync(path.join(root, 'node_modules', '.bin'), { recursive: true })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** A suite whose runner leaves this report, if any, says a line on each stream and ends with this code. */
function suiteThat(report: object | null, code: number): Suite {
  const lines = [
    '#!/bin/sh',
    ...(report === null ? [] : [`echo '${JSON.stringify(report)}' >"$1"`]),
    ...['echo first', 'echo second >&2', `exit ${code}`],
  ]
  writeFileSync(path.join(root, 'node_modules', '.bin', 'runner'), `${lines.join('\n')}\n`, { mode: 0o755 })
  return { name: 'a suite', command: ['runner', '{report}'], read: readVitest }
}

describe.skipIf(process.platform === 'win32')('a suite that has another one beside it', () => {
  it('is counted, and what it says is held back, of both streams', async () => {
    const { counted, said } = await runStep(suiteThat(counts(0), 0), root, root, true)
    expect(counted).toMatchObject({ passed: 3, failed: 0 })
    expect(said.split('\n').toSorted()).toEqual(['', 'first', 'second'])
  })

  it('fails when it ends with a code and counted no failure, leaves no report, or cannot begin', async () => {
    const code = await runStep(suiteThat(counts(0), 3), root, root, true)
    expect(code.counted.failures).toEqual(['a suite: ended with code 3, although no test failed'])
    const known = await runStep(suiteThat(counts(2), 1), root, root, true)
    expect(known.counted).toMatchObject({ passed: 3, failed: 2, failures: [] })
    rmSync(path.join(root, 'a-suite.json'))
    const silent = await runStep(suiteThat(null, 0), root, root, true)
    expect(silent.counted.failures[0]).toMatch(/^a suite: runner left no report: ENOENT/)
    const gone = { ...suiteThat(counts(0), 0), command: ['nobody'] as const }
    expect((await runStep(gone, root, root, true)).counted.failures[0]).toMatch(/nobody left no report/)
  })
})
