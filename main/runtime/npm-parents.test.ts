import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { platform, tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { DisposableStore, toDisposable } from '#shared/lifecycle.ts'
import { npmParents } from './npm-parents.ts'

const program = fileURLToPath(new URL('testing/npm-child.ts', import.meta.url))

/** As npm is: a process of that name, with a shell between it and the program. */
const npm = `
  process.title = process.argv[1]
  const { spawn } = require('node:child_process')
  spawn('sh', ['-c', '"$0" --import tsx "$1" "$2"; exit', process.execPath, ...process.argv.slice(2)], { stdio: 'inherit' })
`

const owned = new DisposableStore()
/** The processes above the program: the one that is called npm, and its shell. */
let above: ChildProcess
let shell: number

afterAll(() => owned.dispose())

/** Starts the program below a process of that name; what asks it whether its parents have gone. */
async function startBelow(name: string, event: string | undefined): Promise<() => Promise<string>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'blockscope-npm-'))
  owned.add(toDisposable(() => rmSync(folder, { recursive: true })))
  const at = path.join(folder, 'socket')
  const server = createServer().listen(at)
  owned.add(toDisposable(() => server.close()))
  await once(server, 'listening')
  const { npm_lifecycle_event: _, ...rest } = process.env
  const env = event === undefined ? rest : { ...rest, npm_lifecycle_event: event }
  above = spawn(process.execPath, ['-e', npm, name, program, at], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const [socket] = (await once(server, 'connection')) as [Socket]
  // The program ends with its socket.
  owned.add(toDisposable(() => socket.destroy()))
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  const said = async (): Promise<string> => (await lines.next()).value ?? 'nothing'
  shell = Number(await said())
  return () => {
    socket.write('?\n')
    return said()
  }
}

/** Kills a process of the test, and waits until a question is answered so; the program itself goes on. */
async function killAndAsk(pid: number, ask: () => Promise<string>): Promise<void> {
  process.kill(pid, 'SIGKILL')
  for (let answer = await ask(); answer !== 'true'; answer = await ask()) expect(answer).toBe('false')
}

describe.runIf(platform() === 'linux')('the processes of npm above this one', () => {
  it('are seen to go when npm alone is killed, and the shell stays', async () => {
    const ask = await startBelow('npm start', 'start')
    expect(await ask()).toBe('false')
    await killAndAsk(above.pid!, ask)
  })

  it('are seen to go when the shell is killed', async () => {
    const ask = await startBelow('npm start', 'start')
    await killAndAsk(shell, ask)
  })

  it('are not looked for above a program that npm did not start', async () => {
    const ask = await startBelow('npm start', undefined)
    process.kill(shell, 'SIGKILL')
    await once(above, 'exit')
    expect(await ask()).toBe('false')
  })

  it('end at the parent when what is above it is not npm', async () => {
    const ask = await startBelow('make', 'start')
    process.kill(above.pid!, 'SIGKILL')
    await once(above, 'exit')
    expect(await ask()).toBe('false')
    await killAndAsk(shell, ask)
  })
})

describe('a program that npm did not start', () => {
  it('has no parents to lose', () => {
    expect(npmParents({})()).toBe(false)
  })
})
