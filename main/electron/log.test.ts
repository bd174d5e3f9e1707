import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openLog } from './log.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-log-'))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

describe('the log', () => {
  it('writes one line per note, with time and level', () => {
    const log = openLog(path.join(folder, 'logs'), () => 0)
    log.info('started')
    log.error('broke\n  at once')
    const text = readFileSync(path.join(folder, 'logs', 'blockscope.log'), 'utf8')
    expect(text).toBe('1970-01-01T00:00:00.000Z info started\n1970-01-01T00:00:00.000Z error broke | at once\n')
    expect(process.stderr.write).toHaveBeenCalledTimes(1)
  })

  it('keeps one previous file and stays small', () => {
    const file = path.join(folder, 'blockscope.log')
    writeFileSync(file, 'x'.repeat(600 * 1024))
    openLog(folder).info('next')
    expect(statSync(file).size).toBeLessThan(100)
    expect(statSync(`${file}.1`).size).toBe(600 * 1024)
  })

  it('goes on when the folder cannot be written', () => {
    writeFileSync(path.join(folder, 'taken'), '')
    expect(() => openLog(path.join(folder, 'taken')).warn('still here')).not.toThrow()
    expect(process.stderr.write).toHaveBeenCalledTimes(1)
  })
})
