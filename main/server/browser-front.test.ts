// The front as a process: what it prints, and that it ends, whatever ends it.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { connectInstrument, type InstrumentClient } from '#shared/contract/rpc.ts'
import { levelOf } from '#shared/kinds/triggers.ts'
import { clientPort } from './client-port.ts'

// Processes are started here; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

const program = fileURLToPath(new URL('./testing/fake-front.ts', import.meta.url))
let page: string
let running: ChildProcess | null = null

beforeAll(async () => {
  page = await mkdtemp(path.join(os.tmpdir(), 'blockscope-front-'))
  await writeFile(path.join(page, 'index.html'), '<!doctype html>')
})

afterAll(() => rm(page, { recursive: true }))
afterEach(() => {
  running?.kill('SIGKILL')
})

interface Front {
  readonly process: ChildProcess
  readonly url: string
  readonly line: string
  /** Everything printed so far. */
  output(): string
  /** Exit code or signal, and everything printed. */
  readonly ended: Promise<{ readonly code: number | string; readonly output: string; readonly complaints: string }>
}

async function start(...words: string[]): Promise<Front> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, page, ...words])
  running = child
  let output = ''
  let complaints = ''
  child.stderr.on('data', (text: Buffer) => {
    complaints += text.toString()
  })
  const ended = new Promise<{ code: number | string; output: string; complaints: string }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code: code ?? signal ?? '', output, complaints })),
  )
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString()
      if (output.includes('\n')) resolve(output.split('\n')[0]!)
    })
    child.once('close', () => reject(new Error(`the front did not come up: ${complaints}`)))
  })
  return { process: child, url: /http:\S+/.exec(line)?.[0] ?? '', line, output: () => output, ended }
}

async function watch(front: { readonly url: string }, query = ''): Promise<InstrumentClient> {
  const socket = new WebSocket(`${front.url.replace('http', 'ws')}port${query}`)
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return connectInstrument(clientPort(socket), { client: 'test' })
}

describe('the browser front', () => {
  it('prints one line with the address, where the page and the instrument are', async () => {
    const front = await start()
    expect(front.line).toMatch(/^Blockscope is at http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/ \(.*\)$/)
    expect(await (await fetch(front.url)).text()).toBe('<!doctype html>')
    const client = await watch(front)
    expect(client.hello.about.front).toBe('browser')
    client.dispose()
    expect(await front.ended).toEqual({
      code: 0,
      output: expect.stringMatching(/^Blockscope is at \S+ .*\nTo look at only: http:\S+\nclosed\n$/),
      complaints: '',
    })
  })

  it('prints a second address, whose viewers see and change nothing', async () => {
    const front = await start()
    await expect.poll(front.output).toMatch(/\nTo look at only: http:\S+\n/)
    const observerUrl = /look at only: (http:\S+)/.exec(front.output())?.[1] ?? ''
    const observer = await watch({ url: observerUrl })
    expect(observer.hello.about).toMatchObject({ role: 'observer', front: 'browser' })
    await expect(observer.calls.stop()).rejects.toMatchObject({ errno: 'EACCES' })
    await observer.calls.setView({ secondsPerDiv: 1e-3, positionSeconds: 0, columns: 100, atSample: null })
    // An operator's change reaches it.
    const operator = await watch(front)
    expect(operator.hello.about.role).toBe('operator')
    await operator.calls.setTrigger({ level: 0.25 })
    await expect.poll(() => levelOf(observer.state.trigger)).toBe(0.25)
    // It alone keeps nobody from ending, and does not end anything by leaving alone.
    observer.dispose()
    operator.dispose()
    expect(await front.ended).toMatchObject({ code: 0, complaints: '' })
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends within 2 s of %s, with viewers connected', async (signal) => {
    const front = await start()
    const client = await watch(front)
    const closed = new Promise<void>((resolve) => client.onClose(resolve))
    const before = performance.now()
    front.process.kill(signal)
    expect(await front.ended).toMatchObject({ code: 0, complaints: '' })
    expect(performance.now() - before).toBeLessThan(2000)
    await closed
  })

  it('ends within 2 s of the last viewer, not of the first', async () => {
    const front = await start()
    const clients = [await watch(front), await watch(front)]
    clients[0]!.dispose()
    await clients[1]!.calls.run()
    expect(clients[1]!.state.acquisition).toBe('running')
    const before = performance.now()
    clients[1]!.dispose()
    expect(await front.ended).toMatchObject({ code: 0, complaints: '' })
    expect(performance.now() - before).toBeLessThan(2000)
  })

  it('is not kept by the panels of a page that is closed', async () => {
    const front = await start()
    const page = await watch(front)
    await fetch(`${front.url}?panels=0123456789abcdef0123456789abcdef`)
    const panels = await watch(front, '?panels')
    // They change what their page may change.
    await panels.calls.setTrigger({ level: 0.25 })
    await expect.poll(() => levelOf(page.state.trigger)).toBe(0.25)
    expect(panels.hello.about).toMatchObject({ role: 'operator', party: page.hello.about.party })
    page.dispose()
    expect(await front.ended).toMatchObject({ code: 0, complaints: '' })
  })

  it('goes on with a recording that lost its last viewer, says so, and ends with it', async () => {
    const front = await start('0', 'close', 'recording')
    const client = await watch(front)
    client.dispose()
    await expect
      .poll(() => front.output(), { timeout: 30_000 })
      .toMatch(/the recording goes on\. http:\S+ shows it again/)
    const again = await watch(front)
    expect(again.state.recording?.state).toBe('recording')
    await again.calls.stopRecording()
    again.dispose()
    expect(await front.ended).toMatchObject({ code: 0, complaints: '' })
  })

  it('stays over a reload', async () => {
    const front = await start()
    const before = await watch(front)
    await fetch(front.url)
    before.dispose()
    const after = await watch(front)
    await after.calls.run()
    expect(after.state.acquisition).toBe('running')
  })

  it('ends by itself when a time was given', async () => {
    const front = await start('0.2')
    expect(await front.ended).toMatchObject({ code: 0, output: expect.stringMatching(/\nclosed\n$/) })
  })

  it('ends with everything closed when it cannot begin', async () => {
    const front = await start('0', 'close', 'refused')
    expect(await front.ended).toMatchObject({
      ...{ code: 1, complaints: '' },
      output: expect.stringMatching(/\nclosed\nit cannot begin\n$/),
    })
  })

  it('ends in time even when the instrument does not, and says so', async () => {
    const front = await start('0', 'hang')
    front.process.kill('SIGTERM')
    const { code, complaints } = await front.ended
    expect([code, complaints]).toEqual(['SIGKILL', 'blockscope: did not close within 1500 ms\n'])
  })
})
