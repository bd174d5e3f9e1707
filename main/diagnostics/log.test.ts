import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ErrnoError, say } from '#shared/errors.ts'
import { type LogOptions, RotatingLog } from './log.ts'
import { newestLines } from './log-lines.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = (options: Partial<LogOptions> = {}): RotatingLog =>
  new RotatingLog({ folder, name: 'blockscope', unixMs: () => 0, ...options })
const text = (name = 'blockscope.log'): string => readFileSync(path.join(folder, name), 'utf8')

describe('the log', () => {
  it('writes one line per note, with time and level; warnings and errors are told as well', () => {
    const told: string[] = []
    const log = open({ echo: (line) => told.push(line) })
    log.info('started')
    log.error('broke\n  at once')
    expect(text()).toBe('1970-01-01T00:00:00.000Z info started\n1970-01-01T00:00:00.000Z error broke | at once\n')
    expect(told).toEqual(['1970-01-01T00:00:00.000Z error broke | at once'])
    expect(log.lines).toHaveLength(2)
  })

  it('keeps one previous file, and neither grows beyond its bound', () => {
    const log = open({ maxFileBytes: 1000 })
    for (let k = 0; k < 200; k++) log.info(`line ${k}`)
    expect(readdirSync(folder).sort()).toEqual(['blockscope.log', 'blockscope.log.1'])
    for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).size).toBeLessThanOrEqual(1000)
    expect(text()).toContain('line 199\n')
    // The newest lines reach back into the previous file.
    expect(newestLines(folder, 20).map((line) => line.split(' ').at(-1))).toEqual(
      Array.from({ length: 20 }, (_, k) => String(180 + k)),
    )
  })

  it('goes on in memory when nothing can be written, and says why', () => {
    writeFileSync(path.join(folder, 'taken'), '')
    const log = open({ folder: path.join(folder, 'taken') })
    log.warn('still here')
    expect(log.problem).toBe('EEXIST')
    expect(newestLines(path.join(folder, 'taken'), 5, log.lines)).toEqual([
      '1970-01-01T00:00:00.000Z warning still here',
    ])
    // When there is room again, it is written.
    rmSync(path.join(folder, 'taken'))
    log.warn('back')
    expect(log.problem).toBeNull()
  })

  it.skipIf(process.getuid?.() === 0)('goes on in a folder that is read-only', () => {
    chmodSync(folder, 0o500)
    const log = open()
    log.warn('still here')
    expect(log.problem).toBe('EACCES')
    chmodSync(folder, 0o700)
  })

  it('names no file of the user, unless that was asked for', () => {
    const sentence = new ErrnoError('ENOSPC', say`Cannot write ${'/home/me/my: secret (2).raw'}: No space is left.`)
    const log = open()
    log.error(sentence)
    log.error('The settings are in /home/me/x y.blockscope, and more')
    expect(text()).toContain('error Cannot write <path>: No space is left.\n')
    expect(text()).toContain('error The settings are in <path>\n')
    expect(text()).not.toMatch(/home|secret|more/)
    open({ name: 'whole', arePathsShown: true }).error(sentence)
    expect(text('whole.log')).toContain('/home/me/my: secret (2).raw')
  })

  it('is one line of bounded length for each note', () => {
    open().info(`${'x'.repeat(5000)}\ny`)
    expect(text().split('\n')).toHaveLength(2)
    expect(text().length).toBeLessThan(2100)
  })
})
