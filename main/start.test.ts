// The way in, as a process: which front it becomes, and what it says when it cannot.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { connectInstrument } from '#shared/contract/rpc.ts'
import { clientPort } from './server/client-port.ts'

// Processes are started here; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

const program = fileURLToPath(new URL('./start.ts', import.meta.url))
const children: ChildProcess[] = []
let withElectron: string
let withoutElectron: string

beforeAll(async () => {
  withoutElectron = await mkdtemp(path.join(os.tmpdir(), 'blockscope-start-'))
  withElectron = await mkdtemp(path.join(os.tmpdir(), 'blockscope-start-'))
  // Stands in for Electron: says what it was started with and ends with a code of its own.
  const body = `#!${process.execPath}\nconsole.log(JSON.stringify(process.argv.slice(2))); process.exit(42)`
  for (const name of ['electron', 'electron.exe']) {
    await writeFile(path.join(withElectron, name), body)
    await chmod(path.join(withElectron, name), 0o755)
  }
})

afterAll(async () => {
  await rm(withoutElectron, { recursive: true })
  await rm(withElectron, { recursive: true })
})

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

interface Started {
  readonly child: ChildProcess
  readonly out: () => string
  readonly ended: Promise<{ readonly code: number | string; readonly out: string; readonly err: string }>
}

function start(words: readonly string[], env: Record<string, string>): Started {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...words], { env: { ...rest, ...env } })
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
  return { child, out: () => out, ended }
}

const noElectron = () => ({ ELECTRON_OVERRIDE_DIST_PATH: withoutElectron })
const electron = () => ({ ELECTRON_OVERRIDE_DIST_PATH: withElectron, DISPLAY: ':99' })
const address =
  /^Blockscope is at (http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/) \(.*\)\nTo look at only: http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/\n$/

describe('the way in', () => {
  it.each([
    [['--colour'], "blockscope: There is no option '--colour'; see --help.\n"],
    [['--front', 'tty'], "blockscope: --front takes electron, browser or headless, not 'tty'.\n"],
    [['--json'], 'blockscope: --json needs --headless.\n'],
    [['--files', '/nowhere'], "blockscope: --files takes a folder that is there, not '/nowhere'.\n"],
  ])('refuses %j with code 2 and one line', async (words, err) => {
    expect(await start(words, electron()).ended).toEqual({ code: 2, out: '', err })
  })

  it('prints help and version and starts nothing', async () => {
    const help = await start(['--help'], electron()).ended
    expect([help.code, help.err]).toEqual([0, ''])
    expect(help.out).toContain('Usage: npm start -- [options]')
    expect(await start(['--version'], electron()).ended).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
  })

  it('becomes the desktop app where there are a program and a display, with the words it was given', async () => {
    const { code, out, err } = await start(['--seed', '7', '--set', 'blockBytes=64 KiB'], electron()).ended
    const asRoot = process.platform === 'linux' && process.getuid?.() === 0
    expect([code, err]).toEqual([42, asRoot ? expect.stringMatching(/^blockscope: .*--no-sandbox.*\n$/) : ''])
    const words = JSON.parse(out) as string[]
    const app = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')
    expect(words.filter((word) => word !== '--no-sandbox')).toEqual([app, '--seed', '7', '--set', 'blockBytes=64 KiB'])
  })

  it('says why a desktop app that was asked for cannot be had', async () => {
    const missing = await start(['--front', 'electron'], { ...noElectron(), DISPLAY: ':99' }).ended
    expect(missing).toEqual({
      code: 1,
      out: '',
      err: 'blockscope: the desktop app cannot run: no Electron program is installed\n',
    })
    if (process.platform !== 'linux') return
    const blind = await start(['--front', 'electron'], { ELECTRON_OVERRIDE_DIST_PATH: withElectron }).ended
    expect(blind).toEqual({ code: 1, out: '', err: 'blockscope: the desktop app cannot run: there is no display\n' })
  })

  it('serves the browser otherwise, with one line that says why and one with the address', async () => {
    const started = start([], noElectron())
    await expect.poll(started.out, { timeout: 30_000 }).toMatch(address)
    const socket = new WebSocket(`${address.exec(started.out())?.[1]?.replace('http', 'ws')}port`)
    await new Promise((resolve) => socket.once('open', resolve))
    const client = await connectInstrument(clientPort(socket), { client: 'test' })
    expect(client.hello.about.front).toBe('browser')
    // The page is served while the memory for the first run is made ready.
    await expect.poll(() => client.state.acquisition, { timeout: 10_000 }).toBe('running')
    started.child.kill('SIGTERM')
    const { code, out, err } = await started.ended
    expect(code).toBe(0)
    expect(out).toMatch(address)
    expect(err).toBe('blockscope: serving the browser, because no Electron program is installed\n')
  })

  it('serves the browser when asked to, though there is a desktop app', async () => {
    const { code, out, err } = await start(['--front', 'browser', '--for', '300ms'], electron()).ended
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(address)
  })

  it('ends in order at a signal, with the whole instrument running', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const started = start(['--front', 'browser'], noElectron())
      await expect.poll(started.out, { timeout: 30_000 }).toMatch(address)
      started.child.kill(signal)
      expect(await started.ended).toMatchObject({ code: 0, err: '' })
    }
  })

  it.each(['nonsense=1', 'sampling_frequency=fast', 'blockBytes=0', 'voltage0/source=file:/nowhere.wav'])(
    'refuses --set %s with code 2 and one line, in the browser as without a screen',
    async (assignment) => {
      const { code, out, err } = await start(['--front', 'browser', '--set', assignment], noElectron()).ended
      expect([code, out]).toEqual([2, ''])
      expect(err).toMatch(/^blockscope: .+\n$/)
      expect(err.trim().split('\n')).toHaveLength(1)
    },
  )

  it('runs without a screen when asked to', async () => {
    const words = ['--headless', '--for', '300ms', '--json', '--set', 'sampling_frequency=1000000']
    const { code, out } = await start(words, electron()).ended
    expect(code).toBe(0)
    expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toMatchObject({
      samplingFrequencyHz: 1_000_000,
      gapFree: true,
    })
  })

  it('runs for 600 h without a screen when told so, and leaves what is due then for then', async () => {
    const started = start(
      ['--headless', '--for', '600h', '--set', 'sampling_frequency=1000000', '--at', '600h:sampling_frequency=5000'],
      noElectron(),
    )
    await expect.poll(() => started.out().split('\n').length, { timeout: 30_000 }).toBeGreaterThan(2)
    started.child.kill('SIGINT')
    const { code, out, err } = await started.ended
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/\d+ samples in \d+\.?\d* s \(1\.000 MS\/s\), gap-free.*\n$/)
  })

  it('serves the browser for 1e9 s when told so', async () => {
    const started = start(['--front', 'browser', '--for', '1e9s', '--set', 'sampling_frequency=1000000'], noElectron())
    await expect.poll(started.out, { timeout: 30_000 }).toMatch(address)
    const socket = new WebSocket(`${address.exec(started.out())?.[1]?.replace('http', 'ws')}port`)
    await new Promise((resolve) => socket.once('open', resolve))
    const client = await connectInstrument(clientPort(socket), { client: 'test' })
    await expect.poll(() => client.state.acquisition, { timeout: 10_000 }).toBe('running')
    expect(started.child.exitCode).toBeNull()
    started.child.kill('SIGTERM')
    expect(await started.ended).toMatchObject({ code: 0 })
  })
})
