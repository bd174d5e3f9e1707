// What the program says where, and what becomes of it when nobody listens: the built program, real pipes.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtFile } from './runtime/worker-file.ts'

const program = builtFile('start.js').pathname
let folder = ''
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-words-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const slow = ['--memory', '256MiB', '--set', 'sampling_frequency=100000'] as const

function start(words: readonly string[], stdout: 'pipe' | number = 'pipe') {
  const child = spawn(process.execPath, [program, '--headless', ...slow, ...words], {
    stdio: ['ignore', stdout, 'pipe'],
  })
  children.push(child)
  const out: Buffer[] = []
  let err = ''
  child.stdout?.on('data', (bytes: Buffer) => out.push(bytes))
  child.stderr!.on('data', (text: Buffer) => {
    err += text.toString()
  })
  const ended = new Promise<{ code: number | string; err: string }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code: code ?? signal ?? '', err })),
  )
  return { child, out: () => Buffer.concat(out), err: () => err, ended }
}

const describedIn = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Record<string, unknown>

describe('samples on standard output', () => {
  it.each(['-', '/dev/stdout'])('are alone there (%s): words go to standard error', async (name) => {
    const file = path.join(folder, 'same.raw')
    const ramp = ['--seed', '3', '--samples', '20000'] as const
    const { ended, out } = start(['--json', ...ramp, '--record', name])
    const { code, err } = await ended
    expect(code).toBe(0)
    expect((await start(['--json', ...ramp, '--record', file]).ended).code).toBe(0)
    expect(Buffer.compare(out(), readFileSync(file))).toBe(0)
    expect(JSON.parse(err)).toMatchObject({ recording: { file: name, scans: 20_000, state: 'finished' } })
    expect(existsSync('/dev/stdout.json') || existsSync('-.json')).toBe(false)
  })

  it('are alone there, also while a file is played: what is said of that goes to standard error', async () => {
    const played = path.join(folder, 'ramp.raw')
    const codes = Int16Array.from({ length: 1000 }, (_, k) => k)
    writeFileSync(played, codes)
    const { ended, out } = start(['--set', `voltage0/source=file:${played}`, '--record', '-', '--samples', '1000'])
    const { code, err } = await ended
    expect({ code, samples: [...new Int16Array(new Uint8Array(out()).buffer)] }).toEqual({
      code: 0,
      samples: [...codes],
    })
    expect(err).toContain(`voltage0 plays ${played}: raw`)
  })

  it('follow what is in a file that they are sent to', async () => {
    const file = path.join(folder, 'x.raw')
    const { code, err } = await start(['--record', '-', '--samples', '1000'], openSync(file, 'w')).ended
    expect({ code, size: statSync(file).size }).toEqual({ code: 0, size: 2000 })
    expect(err).toMatch(/1000 scans in -\n$/)
    expect(readdirSync(folder)).toEqual(['x.raw'])
  })

  it('end in order when nobody reads them any more', async () => {
    const { child, out, ended } = start(['--json', '--record', '-'])
    await expect.poll(() => out().length, { timeout: 30_000 }).toBeGreaterThan(0)
    child.stdout!.destroy()
    const { code, err } = await ended
    expect(code).toBe(1)
    expect(err).toMatch(/^blockscope: The recording failed: Cannot write -: Nobody reads it any more\. \(EPIPE\)\n\{/)
    expect(err).not.toMatch(/\n\s+at /)
  })
})

describe('words that nobody reads', () => {
  it('end a run in order, with a true recording', async () => {
    const file = path.join(folder, 'x.raw')
    const { child, out, ended } = start(['--record', file])
    await expect.poll(() => out().length, { timeout: 30_000 }).toBeGreaterThan(0)
    child.stdout!.destroy()
    const { code, err } = await ended
    expect({ code, err }).toEqual({
      code: 1,
      err: 'blockscope: Ending, because nobody reads standard output any more.\n',
    })
    const { scans, complete, ended: isEnded } = describedIn(file)
    expect({ complete, isEnded, size: statSync(file).size }).toEqual({
      complete: true,
      isEnded: true,
      size: 2 * Number(scans),
    })
  })

  it('end a run in order when they have no room', async () => {
    const { code, err } = await start([], openSync('/dev/full', 'w')).ended
    expect({ code, err }).toEqual({
      code: 1,
      err: 'blockscope: Ending, because standard output cannot be written (ENOSPC).\n',
    })
  })
})

describe('a FIFO', () => {
  it('without a reader is waited for, and a signal ends the wait with a sentence', async () => {
    const file = path.join(folder, 'fifo')
    execFileSync('mkfifo', [file])
    const { child, err, ended } = start(['--record', file])
    await expect.poll(err, { timeout: 30_000 }).toBe(`waiting for a reader of ${file} ...\n`)
    child.kill('SIGINT')
    const { code, err: all } = await ended
    expect(code).toBe(130)
    expect(all).toMatch(/\nblockscope: SIGINT came before the capture began.\n$/)
  })

  it('is given nothing but samples', async () => {
    const file = path.join(folder, 'fifo')
    execFileSync('mkfifo', [file])
    const reader = spawn('cat', [file], { stdio: ['ignore', 'pipe', 'ignore'] })
    children.push(reader)
    let bytes = 0
    reader.stdout.on('data', (piece: Buffer) => {
      bytes += piece.length
    })
    const read = new Promise((resolve) => reader.once('close', resolve))
    const { code } = await start(['--json', '--record', file, '--samples', '3000']).ended
    await read
    expect({ code, bytes, names: readdirSync(folder) }).toEqual({ code: 0, bytes: 6000, names: ['fifo'] })
  })
})
