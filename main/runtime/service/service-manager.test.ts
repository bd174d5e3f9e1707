import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NotifySocket, notifyTestsLack } from '../testing/notify-socket.ts'
import { ServiceManager } from './service-manager.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

if (notifyTestsLack !== null)
  process.stderr.write(`skipped: word to systemd is not tested: there is no ${notifyTestsLack}\n`)

const complaints: string[] = []
const complain = (sentence: string): void => void complaints.push(sentence)

describe('word to the service manager', () => {
  it('is not sent, and nothing is started, where nobody waits for it', () => {
    expect(ServiceManager.open(complain, {})).toBe(null)
    expect(ServiceManager.open(complain, { NOTIFY_SOCKET: '' })).toBe(null)
  })

  it.skipIf(notifyTestsLack !== null)('arrives in order, with signs of life, and whole', async () => {
    const NOTIFY_SOCKET = path.join(folder, 'notify')
    const socket = await NotifySocket.open(NOTIFY_SOCKET)
    try {
      const env = { NOTIFY_SOCKET, WATCHDOG_USEC: '200000', WATCHDOG_PID: String(process.pid) }
      const manager = ServiceManager.open(complain, env)!
      manager.ready()
      manager.status(`100 MS/s; "x"  $HOME\\n; recording to /a b\n2`)
      await expect.poll(() => socket.words.filter((word) => word === 'WATCHDOG=1').length).toBeGreaterThan(2)
      manager.stopping()
      manager.dispose()
      await expect.poll(() => socket.words.includes('STOPPING=1')).toBe(true)
      expect(socket.words.filter((word) => /^(READY|STATUS|STOPPING)/.test(word))).toEqual([
        'READY=1',
        'STATUS=100 MS/s; "x"  $HOME\\n; recording to /a b 2',
        'STOPPING=1',
      ])
    } finally {
      await socket.close()
    }
  })

  it.skipIf(notifyTestsLack !== null)('gives no sign of life that is asked of another process', async () => {
    const NOTIFY_SOCKET = path.join(folder, 'notify')
    const socket = await NotifySocket.open(NOTIFY_SOCKET)
    try {
      const manager = ServiceManager.open(complain, { NOTIFY_SOCKET, WATCHDOG_USEC: '2000', WATCHDOG_PID: '1' })!
      for (const line of ['a', 'b', 'b', 'c']) manager.status(line)
      manager.stopping()
      await expect.poll(() => socket.words.includes('STOPPING=1')).toBe(true)
      expect(socket.words).toEqual(['STATUS=a', 'STATUS=b', 'STATUS=c', 'STOPPING=1'])
      manager.dispose()
    } finally {
      await socket.close()
    }
  })

  it('says what is missing where the program that sends it is not there', async () => {
    const before = process.env.PATH
    complaints.length = 0
    process.env.PATH = folder
    try {
      const manager = ServiceManager.open(complain, { NOTIFY_SOCKET: path.join(folder, 'nobody') })!
      manager.ready()
      await expect.poll(() => complaints).toEqual([expect.stringContaining('there is no systemd-notify to send it')])
      manager.status('more')
      manager.dispose()
    } finally {
      process.env.PATH = before
    }
  })
})
