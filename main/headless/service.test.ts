// The built program as systemd starts it: what it is told, what the journal gets, and whether the unit file is in order.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NotifySocket, notifyTestsLack } from '#main/runtime/testing/notify-socket.ts'
import { builtFile } from '#main/runtime/worker-file.ts'

let folder = ''
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const unit = path.join(import.meta.dirname, '..', 'packaging', 'resources', 'blockscope.service')
const lacks = (program: string): boolean => spawnSync(program, ['--version']).status !== 0
if (notifyTestsLack !== null)
  process.stderr.write(`skipped: the service is not tested: there is no ${notifyTestsLack}\n`)
if (lacks('systemd-analyze')) process.stderr.write('skipped: the unit is not verified: there is no systemd-analyze\n')

describe('as a service', () => {
  it.skipIf(notifyTestsLack !== null).each([
    ['without a screen', ['--headless', '--json', '--record', 'x.raw', '--rotate', '1MiB,keep=2']],
    ['in the browser front', ['--front', 'browser']],
  ])(
    '%s it says that it is ready, what it does, that it lives and that it ends; the journal gets priorities',
    async (_name, words) => {
      const NOTIFY_SOCKET = path.join(folder, 'notify')
      const socket = await NotifySocket.open(NOTIFY_SOCKET)
      const [out, err] = ['out', 'err'].map((name) => openSync(path.join(folder, name), 'w')) as [number, number]
      try {
        const { dev, ino } = fstatSync(err)
        const env = { ...process.env, NOTIFY_SOCKET, WATCHDOG_USEC: '1000000', JOURNAL_STREAM: `${dev}:${ino}` }
        const rate = ['--set', 'sampling_frequency=1000000']
        const program = builtFile('start.js').pathname
        const child = spawn(process.execPath, [program, ...words, ...rate], {
          cwd: folder,
          env,
          stdio: ['ignore', out, err],
        })
        children.push(child)
        const ended = once(child, 'exit')
        const isTold = (word: string | RegExp): boolean =>
          socket.words.some((one) => (typeof word === 'string' ? one === word : word.test(one)))
        const wait = { timeout: 30_000 }
        await expect.poll(() => isTold('READY=1'), wait).toBe(true)
        await expect.poll(() => isTold('WATCHDOG=1'), wait).toBe(true)
        const status = words.includes('--record')
          ? /^STATUS=.*gap-free; recording .* to x-0/
          : /^STATUS=.*S\/s, gap-free$/
        await expect.poll(() => isTold(status), wait).toBe(true)
        const saidSoFar = (): string => readFileSync(path.join(folder, 'err'), 'utf8')
        if (words.includes('--record')) await expect.poll(saidSoFar, wait).toMatch(/^<5>x-0002\.raw is begun\.$/m)
        expect(isTold('STOPPING=1')).toBe(false)
        child.kill('SIGTERM')
        expect(await ended).toEqual([0, null])
        await expect.poll(() => isTold('STOPPING=1'), wait).toBe(true)
        expect(socket.words.filter((word) => word === 'READY=1')).toHaveLength(1)
        const said = saidSoFar()
        expect(said.split('\n').filter((line) => line !== '' && !/^<[356]>/.test(line))).toEqual([])
        if (words.includes('--record')) expect(said).toMatch(/^<5>x-0002\.raw is begun\.$/m)
        // Standard output leads elsewhere, and stays as it is.
        const printed = readFileSync(path.join(folder, 'out'), 'utf8')
        expect(printed).not.toMatch(/^<\d>/m)
        if (words.includes('--json')) expect(JSON.parse(printed)).toMatchObject({ recording: { problem: null } })
      } finally {
        closeSync(out)
        closeSync(err)
        await socket.close()
      }
    },
  )

  it.skipIf(lacks('systemd-analyze'))('has a unit that systemd-analyze finds nothing wrong with', () => {
    const file = path.join(folder, 'blockscope.service')
    // The program is not installed here.
    writeFileSync(
      file,
      readFileSync(unit, 'utf8')
        .replace('/usr/bin/blockscope', '/bin/true')
        .replace(/^Documentation=.*\n/m, ''),
    )
    expect(execFileSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8', stdio: 'pipe' })).toBe('')
  })

  it('is not enabled by itself, and takes its options from a file that need not be there', () => {
    const text = readFileSync(unit, 'utf8')
    expect(text).toMatch(/^Type=notify$/m)
    expect(text).toMatch(/^NotifyAccess=all$/m)
    expect(text).toMatch(/^EnvironmentFile=-\/etc\/default\/blockscope$/m)
    expect(text).toMatch(/^ExecStart=\/usr\/bin\/blockscope --headless --json \$BLOCKSCOPE_OPTIONS$/m)
  })
})
