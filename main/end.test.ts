// How the program ends when it is asked to at an awkward moment: the built program, real signals, exit codes, and what it
// says. Linux tells from outside when a process begins to hear a signal.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { builtFile } from './runtime/worker-file.ts'

const program = builtFile('start.js').pathname
let folder: string
const children: ChildProcess[] = []

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-end-'))
  if (os.platform() === 'linux') execFileSync('mkfifo', [path.join(folder, 'pipe.wav')])
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

interface Started {
  readonly child: ChildProcess & { readonly pid: number }
  out(): string
  /** Exit code or signal, once everything that holds its output has ended. */
  readonly ended: Promise<{ readonly code: number | string; readonly out: string; readonly err: string }>
}

function start(command: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(command, words, { env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', ...env } })
  children.push(child)
  let out = ''
  let err = ''
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString()
  })
  child.stderr.on('data', (text: Buffer) => {
    err += text.toString()
  })
  const ended = new Promise<{ code: number | string; out: string; err: string }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code: code ?? signal ?? '', out, err })),
  )
  if (child.pid === undefined) throw new Error('the program did not start')
  return { child: Object.assign(child, { pid: child.pid }), out: () => out, ended }
}

/** Waits until the process hears signals itself: SIGHUP is the last of them. (Node hears others from its own begin.) */
async function hears({ child }: Started): Promise<void> {
  const bit = 1n << BigInt(os.constants.signals.SIGHUP - 1)
  const caught = (): boolean => {
    const mask = /^SigCgt:\s*(\w+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? '0'
    return (BigInt(`0x${mask}`) & bit) !== 0n
  }
  await expect.poll(caught, { interval: 1, timeout: 30_000 }).toBe(true)
}

/** Waits until a thread of the process is in the opening of a pipe that nobody writes to. */
async function hangsInOpen({ child }: Started): Promise<void> {
  const waits = (): string =>
    execFileSync('sh', ['-c', `cat /proc/${child.pid}/task/*/wchan 2>/dev/null; true`]).toString()
  await expect.poll(waits, { timeout: 30_000 }).toMatch(/wait_for_partner/)
}

describe.runIf(os.platform() === 'linux')('asked to end', () => {
  it.each([
    ['SIGINT', 130, ['--headless']],
    ['SIGTERM', 143, ['--headless']],
    ['SIGHUP', 129, ['--headless', '--for', '600h']],
    ['SIGINT', 130, ['--front', 'browser']],
    ['SIGTERM', 143, []],
  ] as const)('by %s while its modules are loaded, it says so and ends with %i (%j)', async (signal, code, words) => {
    const started = start(process.execPath, [program, ...words])
    await hears(started)
    started.child.kill(signal)
    expect(await started.ended).toEqual({
      code,
      out: '',
      err: expect.stringMatching(
        new RegExp(`^blockscope: ${signal} came before (anything was started|the capture began)\n$`),
      ),
    })
  })

  it.each([
    ['SIGINT', ['--headless']],
    ['SIGTERM', ['--front', 'browser']],
    ['SIGHUP', ['--list']],
  ] as const)('by %s while a file it was told to play hangs (%j), it is killed and says why', async (signal, words) => {
    const started = start(process.execPath, [program, ...words, '--set', `voltage0/source=file:${folder}/pipe.wav`])
    // Either the file is refused, or the opening of it hangs.
    const refused = started.ended.then(({ err }) => expect(err).toMatch(/^blockscope: .*pipe\.wav.*\n$/))
    await Promise.race([refused, hangsInOpen(started)])
    started.child.kill(signal)
    const { code, err } = await started.ended
    if (code === 2) return
    expect([code, err]).toEqual([
      'SIGKILL',
      `blockscope: ${signal} came before the capture began.\nblockscope: did not close within 1500 ms\n`,
    ])
  })

  it.each([[], ['leave']])('ends though a thread hangs in a system call (%j)', async (...words) => {
    const hanging = fileURLToPath(new URL('runtime/testing/hanging-program.ts', import.meta.url))
    const started = start(process.execPath, ['--import', 'tsx', hanging, path.join(folder, 'pipe.wav'), ...words])
    await expect.poll(started.out, { timeout: 30_000 }).toBe('up\n')
    started.child.kill('SIGTERM')
    expect(await started.ended).toMatchObject({
      code: 'SIGKILL',
      err: words.length > 0 ? '' : 'blockscope: did not close within 1500 ms\n',
    })
  })

  it('ends with the shell that npm put above it', async () => {
    // As `npm start` does it; `true` keeps the shell from becoming the program.
    const script = `"${process.execPath}" "${program}" --headless --set sampling_frequency=1000000; true`
    const started = start('sh', ['-c', script], { npm_lifecycle_event: 'start' })
    await expect.poll(started.out, { timeout: 30_000 }).toMatch(/gap-free/)
    started.child.kill('SIGTERM')
    const { err, out } = await started.ended
    expect(err).toBe('')
    expect(out).toMatch(/\d+ samples in .*gap-free.*\n$/)
  })
})
