import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
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
  it('writes one line per note, with time and level; warnings and errors are told as well', async () => {
    const told: string[] = []
    const log = open({ echo: (line) => told.push(line) })
    log.info('started')
    log.error('broke\n  at once')
    await log.settle()
    expect(text()).toBe('1970-01-01T00:00:00.000Z info started\n1970-01-01T00:00:00.000Z error broke | at once\n')
    expect(told).toEqual(['1970-01-01T00:00:00.000Z error broke | at once'])
    expect(log.lines).toHaveLength(2)
  })

  it('keeps one previous file, and neither grows beyond its bound', async () => {
    const log = open({ maxFileBytes: 1000 })
    for (let k = 0; k < 200; k++) log.info(`line ${k}`)
    await log.settle()
    expect(readdirSync(folder).sort()).toEqual(['blockscope.log', 'blockscope.log.1'])
    for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).size).toBeLessThanOrEqual(1000)
    expect(text()).toContain('line 199\n')
    // The newest lines reach back into the previous file.
    expect((await newestLines(folder, 20)).map((line) => line.split(' ').at(-1))).toEqual(
      Array.from({ length: 20 }, (_, k) => String(180 + k)),
    )
  })

  it('goes on in memory when nothing can be written, and says why', async () => {
    writeFileSync(path.join(folder, 'taken'), '')
    const log = open({ folder: path.join(folder, 'taken') })
    log.warn('still here')
    await log.settle()
    expect(log.problem).toBe('EEXIST')
    expect(await newestLines(path.join(folder, 'taken'), 5, log.lines)).toEqual([
      '1970-01-01T00:00:00.000Z warning still here',
    ])
    // When there is room again, it is written.
    rmSync(path.join(folder, 'taken'))
    log.warn('back')
    await log.settle()
    expect(log.problem).toBeNull()
    expect(readFileSync(path.join(folder, 'taken', 'blockscope.log'), 'utf8')).toMatch(/still here\n.*back\n/)
  })

  it.skipIf(process.getuid?.() === 0)('goes on in a folder that is read-only', async () => {
    chmodSync(folder, 0o500)
    const log = open()
    log.warn('still here')
    await log.settle()
    expect(log.problem).toBe('EACCES')
    chmodSync(folder, 0o700)
  })

  it('waits for no disk that does not answer, says so once, and loses no line to it', async () => {
    // To open a pipe takes as long as nobody reads it, as any call does on a dead drive.
    const file = path.join(folder, 'blockscope.log')
    execFileSync('mkfifo', [file])
    let silences = 0
    const log = open({ onSilence: () => silences++ })
    log.info('first')
    log.info('second')
    await expect.poll(() => silences).toBe(1)
    log.info('third')
    expect(log.problem).toBe('ETIMEDOUT')
    const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
    await log.settle()
    expect(log.problem).toBeNull()
    const read = Buffer.alloc(1000)
    const got = read.toString('utf8', 0, readSync(reader, read))
    closeSync(reader)
    expect(got.match(/first|second|third/g)).toEqual(['first', 'second', 'third'])
    expect(silences).toBe(1)
  })

  it('names no file of the user, unless that was asked for', async () => {
    const sentence = new ErrnoError('ENOSPC', say`Cannot write ${'/home/me/my: secret (2).raw'}: No space is left.`)
    const log = open()
    log.error(sentence)
    log.error('The settings are in /home/me/x y.blockscope, and more')
    await log.settle()
    expect(text()).toContain('error Cannot write <path>: No space is left.\n')
    expect(text()).toContain('error The settings are in <path>\n')
    expect(text()).not.toMatch(/home|secret|more/)
    const whole = open({ name: 'whole', arePathsShown: true })
    whole.error(sentence)
    await whole.settle()
    expect(text('whole.log')).toContain('/home/me/my: secret (2).raw')
  })

  it('is one line of bounded length for each note', async () => {
    const log = open()
    log.info(`${'x'.repeat(5000)}\ny`)
    await log.settle()
    expect(text().split('\n')).toHaveLength(2)
    expect(text().length).toBeLessThan(2100)
  })
})
