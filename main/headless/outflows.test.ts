// Blocks to other programs: what they get is what was captured, and one that is slow or gone changes nothing else.
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { headless, report } from './testing/headless.ts'

describe('a stream out', () => {
  let folder = ''
  let raw = ''
  const sockets: Socket[] = []
  let server = createServer()
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
    raw = path.join(folder, 'out.raw')
  })
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true })
  })

  async function listen(onSocket: (socket: Socket) => void): Promise<string> {
    server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined))
      onSocket(socket)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `tcp:127.0.0.1:${(server.address() as { port: number }).port}`
  }

  it('is what is recorded, through a socket and into a file', async () => {
    const got: Buffer[] = []
    let hasEnded = false
    const target = await listen((socket) => {
      socket.on('data', (bytes) => got.push(bytes))
      socket.on('end', () => {
        hasEnded = true
      })
    })
    const file = path.join(folder, 'stream.s16')
    const seen = await report(
      ...['--set', 'sampling_frequency=20000000', '--set', 'voltage1/en=1', '--for', '300ms', '--record', raw],
      ...['--stream', `lossless:${target}`, '--stream', file],
    )
    await eventually(() => expect(hasEnded).toBe(true))
    const recorded = readFileSync(raw)
    const all = Buffer.concat(got)
    expect(all.length).toBeGreaterThanOrEqual(recorded.length)
    expect(all.subarray(0, recorded.length).equals(recorded)).toBe(true)
    expect(readFileSync(file).equals(all)).toBe(true)
    for (const one of seen.outflows)
      expect(one).toMatchObject({ sentBytes: all.length, takenScans: all.length / 4, skippedScans: 0, problem: null })
    expect(seen.outflows.map(({ isLossless }) => isLossless)).toEqual([true, false])
    expect(seen.lostSamples).toBe(0)
  })

  it('leaves out what is too fast for its reader, and the capture goes on', async () => {
    const target = await listen((socket) => socket.pause())
    const seen = await report('--set', 'sampling_frequency=200000000', '--for', '500ms', '--stream', target)
    const [one] = seen.outflows
    expect(seen).toMatchObject({ lostSamples: 0 })
    expect(one!.skippedScans).toBeGreaterThan(0)
    expect(one!.takenScans + one!.skippedScans).toBe(seen.samples)
    expect(one!.sentBytes).toBeLessThan(64 << 20)
  })

  it('ends with its reader, which is told, and nothing else does', async () => {
    const target = await listen((socket) => socket.once('data', () => socket.destroy()))
    const { code, complaints, lines } = await headless('--json', '--for', '400ms', '--stream', target)
    expect(code).toBe(1)
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toContain(`The stream to ${target} ended`)
    const seen = JSON.parse(lines.at(-1)!) as { seconds: number; outflows: readonly { problem: string | null }[] }
    expect(seen.seconds).toBeGreaterThan(0.39)
    expect(seen.outflows[0]!.problem).not.toBeNull()
  })

  it.each([
    ['tcp:127.0.0.1:1', 1, 'cannot be reached (ECONNREFUSED)'],
    ['tcp:nowhere', 2, 'write tcp:HOST:PORT'],
    ['/nowhere/at/all', 1, '/nowhere/at/all'],
  ])('%s is refused before anything begins', async (target, expected, why) => {
    server.listen(0)
    const { code, complaints } = await headless('--for', '1s', '--stream', target)
    expect({ code, complaint: complaints[0] }).toEqual({ code: expected, complaint: expect.stringContaining(why) })
  })
})
