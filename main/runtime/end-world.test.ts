import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { endSignals, processWorld, signalNumber, tellLauncher } from './end-world.ts'

afterEach(() => vi.restoreAllMocks())

describe('the process, as the end of a program sees it', () => {
  it('hears each signal that ends a program, until it is disposed', () => {
    const before = endSignals.map((signal) => process.listenerCount(signal))
    const heard: string[] = []
    const listening = processWorld.onSignal((signal) => heard.push(signal))
    for (const signal of endSignals) process.emit(signal, signal)
    expect(heard).toEqual(['SIGINT', 'SIGTERM', 'SIGHUP'])
    listening.dispose()
    listening.dispose()
    expect(endSignals.map((signal) => process.listenerCount(signal))).toEqual(before)
  })

  it('knows the numbers of the signals, as the shell counts them', () => {
    expect(endSignals.map(signalNumber)).toEqual([2, 15, 1])
    expect(signalNumber('SIGTERM')).toBe(constants.signals.SIGTERM)
  })

  it('calls again and again, until it is disposed', async () => {
    let calls = 0
    const ticking = processWorld.every(1, () => calls++)
    await eventually(() => expect(calls).toBeGreaterThan(2))
    ticking.dispose()
    const until = calls
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(calls).toBe(until)
  })

  it.runIf(process.platform === 'linux')('sees a thread that waits in a call of the file system', async () => {
    await eventually(() => expect(processWorld.hangs()).toBe(false))
    const folder = mkdtempSync(path.join(tmpdir(), 'blockscope-end-world-'))
    try {
      const pipe = path.join(folder, 'pipe')
      expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
      const opening = open(pipe, 'r')
      await eventually(() => expect(processWorld.hangs()).toBe(true))
      await writeFile(pipe, '')
      await (await opening).close()
      await eventually(() => expect(processWorld.hangs()).toBe(false))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('what the launcher is told', () => {
  it('goes through the channel, where there is one that is open', () => {
    const sent: unknown[] = []
    const { send, connected } = process
    try {
      process.send = (message: unknown) => sent.push(message) > 0
      process.connected = true
      tellLauncher('begun')
      processWorld.stillEnding()
      expect(sent).toEqual([{ blockscope: 'begun' }, { blockscope: 'ending' }])
      process.connected = false
      tellLauncher('ending')
      delete process.send
      tellLauncher('ending')
      expect(sent).toHaveLength(2)
    } finally {
      process.connected = connected
      if (send !== undefined) process.send = send
    }
  })
})
