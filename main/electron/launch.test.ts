import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { electronWords } from './launch.ts'

// Processes are started here; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

const launcher = fileURLToPath(new URL('./testing/launch-program.ts', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-launch-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A program standing in for Electron: a script run by Node. */
async function program(name: string, body: string): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, `#!${process.execPath}\n${body}`)
  await chmod(file, 0o755)
  return file
}

function launch(...words: string[]): {
  child: ChildProcess
  ended: Promise<{ code: number | null; output: string }>
  output(): string
} {
  const child = spawn(process.execPath, ['--import', 'tsx', launcher, ...words])
  let output = ''
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString()
  })
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output })),
  )
  return { child, ended, output: () => output }
}

describe('electronWords', () => {
  it('puts words for Electron before the app, ours behind', () => {
    const words = { program: 'electron', app: '/app', words: ['--seed', '3'] }
    expect(electronWords(words, false)).toEqual(['/app', '--seed', '3'])
    expect(electronWords(words, true)).toEqual(['--no-sandbox', '/app', '--seed', '3'])
  })
})

describe('launchElectron', () => {
  it('passes the words on and mirrors the exit code', async () => {
    const file = await program('exits', 'console.log(process.argv.slice(2).join(" ")); process.exit(7)')
    const { code, output } = await launch(file, '/app', '--set', 'a=b c').ended
    expect(code).toBe(7)
    expect(output).toMatch(/^(--no-sandbox )?\/app --set a=b c\n$/)
  })

  it('ends with 128 + n when the program was killed by signal n', async () => {
    const file = await program('dies', 'process.kill(process.pid, "SIGKILL")')
    expect((await launch(file, '/app').ended).code).toBe(137)
  })

  it('ends with 127 when the program cannot be started', async () => {
    expect((await launch(path.join(folder, 'missing'), '/app').ended).code).toBe(127)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('forwards %s', async (signal) => {
    const body = `process.on('${signal}', () => { console.log('got ${signal}'); process.exit(0) }); setInterval(() => {}, 1000); console.log('up')`
    const started = launch(await program(`waits-${signal}`, body), '/app')
    await expect.poll(started.output, { timeout: 10_000 }).toBe('up\n')
    started.child.kill(signal)
    expect(await started.ended).toEqual({ code: 0, output: `up\ngot ${signal}\n` })
  })

  it('kills a program that does not end when asked to', async () => {
    const body = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')"
    const started = launch(await program('stays', body), '/app')
    await expect.poll(started.output, { timeout: 10_000 }).toBe('up\n')
    started.child.kill('SIGTERM')
    expect((await started.ended).code).toBe(137)
  })
})
