import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { goesToJournal, journalLines, priority } from './journal.ts'

it('knows a descriptor that leads to the journal from one that was redirected since', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
  const [one, other] = [openSync(path.join(folder, 'a'), 'w'), openSync(path.join(folder, 'b'), 'w')]
  try {
    const { dev, ino } = fstatSync(one)
    const env = { JOURNAL_STREAM: `${dev}:${ino}` }
    expect(goesToJournal(one, env)).toBe(true)
    expect(goesToJournal(other, env)).toBe(false)
    for (const JOURNAL_STREAM of ['', 'x', `${dev}`, undefined])
      expect(goesToJournal(one, JOURNAL_STREAM === undefined ? {} : { JOURNAL_STREAM })).toBe(false)
    expect(goesToJournal(9999, env)).toBe(false)
  } finally {
    closeSync(one)
    closeSync(other)
    rmSync(folder, { recursive: true })
  }
})

it('puts the priority before every line', () => {
  expect(journalLines('a\nb', priority.error)).toBe('<3>a\n<3>b')
})
