import { expect, it } from 'vitest'
import { EarlyWords } from './early-words.ts'
import type { Log } from './log.ts'

it('notes at once, and tells in order when there is a screen', () => {
  const noted: string[] = []
  const log = { warn: (line: string) => noted.push(`warn ${line}`), info: (line: string) => noted.push(`info ${line}`) }
  const words = new EarlyWords(log as unknown as Log)
  words.warn('a')
  words.note('b')
  expect(noted).toEqual(['warn a', 'info b'])
  const told: string[] = []
  words.tell((line) => told.push(line))
  words.warn('c')
  expect(told).toEqual(['a', 'b', 'c'])
  expect(noted).toEqual(['warn a', 'info b', 'warn c'])
})
