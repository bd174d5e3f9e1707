// A wall clock that is really set while the program records: libfaketime (package `faketime`) stands before the system's clock.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const library = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((file) => existsSync(file))
const start = fileURLToPath(new URL('../../dist/main/start.js', import.meta.url))
const patience = { timeout: 60_000 }
const hour = 3_600_000

let folder = ''
let program: ChildProcess
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-clock-'))
})
afterEach(() => {
  program.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

describe.skipIf(library === undefined)('a wall clock that is set by hours (skipped without libfaketime)', () => {
  it('is told each time, and moves nothing in a recording', async () => {
    const [file, clock] = [path.join(folder, 'x.raw'), path.join(folder, 'clock')]
    writeFileSync(clock, '+0')
    const words = ['--headless', '--set', 'sampling_frequency=100000', '--record', file]
    program = spawn(process.execPath, [start, ...words], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        ...{ LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1' },
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      },
    })
    let said = ''
    program.stderr!.on('data', (piece: Buffer) => {
      said += piece.toString()
    })
    const begunMs = Date.now()
    await expect.poll(() => existsSync(file) && statSync(file).size, patience).toBeGreaterThan(0)
    writeFileSync(clock, '+2h')
    await expect
      .poll(() => said, patience)
      .toMatch(/The clock of this machine was set forward by (2:00:00|1:59:59) h, to /)
    writeFileSync(clock, '-3h')
    await expect.poll(() => said, patience).toMatch(/was set back by (5:00:00|4:59:59) h, to /)
    const ended = new Promise((resolve) => program.once('exit', resolve))
    program.kill('SIGINT')
    await ended
    const told = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as { startUnixMs: number; segments: unknown[] }
    expect(Math.abs(told.startUnixMs - begunMs)).toBeLessThan(hour)
    expect(told.segments).toHaveLength(1)
    expect(told).toMatchObject({ ended: true, problem: null })
  }, 180_000)
})
