// Programs whose disk hangs while they record: what is said, what goes on, and how they end.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HangingDisk } from './hanging-disk.ts'
import { firstFalseScan, writeKnownSignal } from './known-signal.ts'
import { describedIn } from './verdict.ts'

const start = path.join(import.meta.dirname, '..', '..', 'dist', 'main', 'start.js')
const patienceMs = 120_000

let home = ''
let disk: HangingDisk
let child: ChildProcess | null = null
let ended: Promise<number | string> = Promise.resolve('')
let said = ''

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'blockscope-hang-'))
  disk = new HangingDisk(path.join(home, 'disk'))
  said = ''
})

afterEach(async () => {
  disk.answer()
  if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  await ended
  rmSync(home, { recursive: true })
})

/** At 1 MS/s, of a signal that is known. */
function begin(...words: readonly string[]): void {
  const set = ['sampling_frequency=1000000', `voltage0/source=file:${writeKnownSignal(home)}`]
  const all = ['--headless', '--memory', '256MiB', ...set.flatMap((one) => ['--set', one]), ...words]
  run(all, { HOME: home })
}

function run(words: readonly string[], env: Readonly<Record<string, string>>): void {
  const begun = spawn(process.execPath, [...disk.first, start, ...words], {
    env: { ...process.env, ...disk.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [begun.stdout, begun.stderr])
    stream.on('data', (piece: Buffer) => {
      said += piece.toString()
    })
  ended = new Promise((resolve) => begun.once('exit', (code, signal) => resolve(code ?? signal ?? '')))
  child = begun
}

const until = (what: () => unknown): Promise<void> => expect.poll(what, { timeout: patienceMs }).toBeTruthy()
const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0)

describe('a home that hangs', () => {
  it('does not hold up the start: the front is there, with the settings of the beginning and a sentence', async () => {
    disk.hang()
    const env = { HOME: disk.folder, XDG_CONFIG_HOME: path.join(disk.folder, '.config') }
    run(['--front', 'browser', '--port', '0', '--for', '2s', '--memory', '256MiB'], env)
    await until(() => said.includes('Blockscope is at http'))
    expect(said).toMatch(/The disk of .* has not answered for 3 s: the log is kept in memory\./)
    expect(said).toMatch(/The disk of .* has not answered for 3 s: nothing of the settings is read or kept\./)
    // What waits for that disk does so in a thread that no exit can end.
    expect(await ended).toBe('SIGKILL')
    expect(said).toContain('killed, because a disk does not answer')
  }, 240_000)
})

describe('a disk that hangs', () => {
  it('is told for as long as it does, and the recording goes on when it answers', async () => {
    const file = path.join(disk.folder, 'x.raw')
    begin('--record', file)
    await until(() => sizeOf(file) > 100_000)
    disk.hang()
    await until(() => /the disk has not answered for [4-9] s/.test(said))
    const size = sizeOf(file)
    disk.answer()
    await until(() => sizeOf(file) > size + 1_000_000)
    child!.kill('SIGINT')
    expect(await ended).toBe(0)
    const told = describedIn(file)
    expect(told).toMatchObject({ ended: true, complete: true, problem: null })
    expect(firstFalseScan(file, told)).toBe(null)
  }, 240_000)

  it('is given up at the end of the program, which says what is in the file, and is gone', async () => {
    const file = path.join(disk.folder, 'x.raw')
    begin('--record', file)
    await until(() => sizeOf(file) > 100_000)
    disk.hang()
    await until(() => said.includes('the disk has not answered for'))
    child!.kill('SIGINT')
    expect(await ended).toBe('SIGKILL')
    expect(said).toMatch(
      /The recording failed: The disk has not answered for \d+ s; what it had not taken by then is given up/,
    )
    expect(said).toMatch(/\d+ scans in .*x\.raw\nblockscope: killed, because a disk does not answer/)
    disk.answer()
    const told = describedIn(file)
    expect(told.ended).toBe(false)
    expect(firstFalseScan(file, told)).toBe(null)
    // The next start finds it.
    begin('--record', path.join(disk.folder, 'y.raw'), '--samples', '1000')
    expect(await ended).toBe(0)
    expect(said).toContain('x.raw')
  }, 240_000)

  it('holds up a row of files at the next one, and no sample is missing unsaid', async () => {
    const rowIn = (): readonly string[] =>
      readdirSync(disk.folder)
        .filter((name) => name.endsWith('.raw'))
        .sort()
    begin('--record', path.join(disk.folder, 'x.raw'), '--rotate', '1MiB')
    await until(() => rowIn().length > 1)
    disk.hang()
    await until(() => /the disk has not answered for [4-9] s/.test(said))
    const files = rowIn().length
    disk.answer()
    await until(() => rowIn().length > files + 1)
    child!.kill('SIGINT')
    expect(await ended).toBe(0)
    for (const name of rowIn()) {
      const file = path.join(disk.folder, name)
      expect(firstFalseScan(file, describedIn(file))).toBe(null)
    }
  }, 240_000)

  it('is given up when a recording is to begin on it', async () => {
    disk.hang()
    begin('--record', path.join(disk.folder, 'x.raw'))
    expect(await ended).toBe('SIGKILL')
    expect(said).toContain('The disk has not answered for 15 s; nothing was recorded. Choose another folder.')
    disk.answer()
    expect(readdirSync(disk.folder)).toEqual([])
  }, 240_000)
})
