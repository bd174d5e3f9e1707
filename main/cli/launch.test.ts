import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { electronWords } from './launch.ts'

// Processes are started here; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

const launcher = fileURLToPath(new URL('../electron/testing/launch-program.ts', import.meta.url))
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
  ended: Promise<{ code: number | null; output: string; complaints: string }>
  output(): string
} {
  const child = spawn(process.execPath, ['--import', 'tsx', launcher, ...words])
  let output = ''
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString()
  })
  let complaints = ''
  child.stderr.on('data', (text: Buffer) => {
    complaints += text.toString()
  })
  const ended = new Promise<{ code: number | null; output: string; complaints: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output, complaints })),
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

/** A program that has begun, and does `onEnd` when SIGTERM or SIGINT asks it to end. */
const begun = (onEnd: string): string =>
  `for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => { ${onEnd} })
   setInterval(() => {}, 1000)
   process.send({ blockscope: 'begun' }, () => console.log('up'))`

describe('launchElectron', () => {
  it('passes the words on and mirrors the exit code', async () => {
    const file = await program('exits', 'console.log(process.argv.slice(2).join(" ")); process.exit(7)')
    const { code, output } = await launch(file, '/app', '--set', 'a=b c').ended
    expect(code).toBe(7)
    expect(output).toMatch(/^(--no-sandbox )?\/app --set a=b c\n$/)
  })

  it('says that the sandbox is off where it is, as root', async () => {
    const { complaints } = await launch(await program('quick', ''), '/app').ended
    const asRoot = process.platform === 'linux' && process.getuid?.() === 0
    expect(complaints).toBe(
      asRoot ? "Chromium's sandbox is off (--no-sandbox), because it cannot be set up by root\n" : '',
    )
  })

  it('ends with 128 + n when the program was killed by signal n', async () => {
    const file = await program('dies', 'process.kill(process.pid, "SIGKILL")')
    expect((await launch(file, '/app').ended).code).toBe(137)
  })

  it('ends with 127 when the program cannot be started', async () => {
    expect((await launch(path.join(folder, 'missing'), '/app').ended).code).toBe(127)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('forwards %s', async (signal) => {
    const started = launch(
      await program(`waits-${signal}`, begun("console.log('got', signal); process.exit(0)")),
      '/app',
    )
    await expect.poll(started.output, { timeout: 10_000 }).toBe('up\n')
    started.child.kill(signal)
    expect(await started.ended).toMatchObject({ code: 0, output: `up\ngot ${signal}\n` })
  })

  it.each([
    ['SIGINT', 130, 'process.exit(0)'],
    ['SIGTERM', 143, 'process.exit(3)'],
  ] as const)('ends with 128 + n when %s came before the app had begun, and says so', async (signal, code, onEnd) => {
    const body = `process.on('${signal}', () => ${onEnd}); setInterval(() => {}, 1000); console.log('up')`
    const started = launch(await program(`early-${signal}`, body), '/app')
    await expect.poll(started.output, { timeout: 10_000 }).toBe('up\n')
    started.child.kill(signal)
    expect(await started.ended).toMatchObject({
      code,
      complaints: expect.stringMatching(new RegExp(`(^|\n)${signal} came before the capture began\\.\n$`)),
    })
  })

  it('kills a program that does not end when asked to and tells nothing', async () => {
    const started = launch(await program('stays', begun('')), '/app')
    await expect.poll(started.output, { timeout: 10_000 }).toBe('up\n')
    started.child.kill('SIGTERM')
    expect(await started.ended).toMatchObject({
      code: 137,
      complaints: expect.stringMatching(/did not answer within 1900 ms and was killed\n$/),
    })
  })

  it('waits for a program that tells that it is ending, for as long as it does', async () => {
    const body = begun(`
      let told = 0
      setInterval(() => { process.send({ blockscope: 'ending' }); if (++told === 30) process.exit(0) }, 100)`)
    const started = launch(await program('ends-slowly', body), '/app')
    await expect.poll(started.output, { timeout: 10_000 }).toBe('up\n')
    started.child.kill('SIGTERM')
    expect(await started.ended).toMatchObject({ code: 0 })
  })

  it('leaves no program behind when it is killed: the channel ends, and with it the program', async () => {
    const body = `process.once('disconnect', () => { console.log('alone'); process.exit(0) }); ${begun('')}`
    const started = launch(await program('left', body), '/app')
    await expect.poll(started.output, { timeout: 10_000 }).toBe('up\n')
    started.child.kill('SIGKILL')
    // The program has the same standard output: it is closed when both have ended.
    expect(await started.ended).toMatchObject({ code: null, output: 'up\nalone\n' })
  })
})
