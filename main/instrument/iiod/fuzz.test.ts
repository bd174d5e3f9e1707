// 100,000 wrong, half right and right lines, on connections that are cut, half closed and never read: the server answers,
// goes on, and keeps nothing.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { seeded } from '#shared/testing/seeded.ts'
import { Served } from './testing/served.ts'
import { WireClient } from './testing/wire-client.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 30_000 })

const lines = 100_000
const linesInBatch = 500
/** More than the payload of any WRITE that is taken: what a fuzzed line may still wait for. */
const filler = '\n'.repeat(70_000)

let served: Served

beforeAll(async () => {
  served = await Served.begin({ run: true })
})

afterAll(() => served.end())

const verbs =
  'VERSION PRINT HELP TIMEOUT READ WRITE GETTRIG SETTRIG SET OPEN CLOSE READBUF WRITEBUF BINARY ZPRINT QUIT2 read Open \0 é'
const words =
  'iio:device0 gigascope dummy loopback-dac loopback-adc at91-adc trigger0 nothing INPUT OUTPUT BUFFER DEBUG voltage0 voltage1 raw scale sampling_frequency BUFFERS_COUNT CYCLIC 0 1 8 32 33 -1 4096 65536 00000001 00000003 ffffffff 1e9 999999999999999999999 \xff'
const ends = ['\n', '\r\n', ' \r\n', '\r\r\n', '\t\n']

it('survives 100,000 fuzzed lines, and keeps nothing of them', async () => {
  const random = seeded(13)
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? ''
  const [someVerbs, someWords] = [verbs.split(' '), words.split(' ')]
  const fewWords = someWords.filter((word) => !/^\d{3,7}$/.test(word))
  const line = (): string => {
    if (random() < 0.05)
      return Array.from({ length: random() * 200 }, () => String.fromCharCode(random() * 256)).join('')
    const verb = pick(someVerbs)
    // Nobody waits long for samples, or for many of them.
    if (verb === 'TIMEOUT') return pick(['TIMEOUT 5\n', 'TIMEOUT 1\r\n', 'TIMEOUT\n', 'TIMEOUT 1 2\n', 'TIMEOUT x\n'])
    const from = verb === 'READBUF' || verb === 'WRITEBUF' ? fewWords : someWords
    const rest = Array.from({ length: random() * 6 }, () => pick(from))
    return [verb, ...rest].join(random() < 0.02 ? '  ' : ' ') + pick(ends)
  }
  const before = process.memoryUsage()
  let client: WireClient | null = null
  let cut = 0
  for (let sent = 0; sent < lines; sent += linesInBatch) {
    client ??= await WireClient.open(served.server.port)
    client.send(`TIMEOUT 5\n${Array.from({ length: linesInBatch }, line).join('')}`)
    const way = random()
    if (way < 0.1) client.close()
    else if (way < 0.2) {
      client.socket.end()
      await client.rest()
      client.close()
    } else {
      // The sentinel is answered, or the server has ended the connection (a payload beyond its limit).
      client.send(`${filler}VERSION\r\n`)
      const found = await client.until('0.24.v0.24  ').catch(() => false as const)
      if (found !== false) continue
      cut++
      client.close()
    }
    client = null
  }
  client?.close()
  expect(cut).toBeLessThan(lines / linesInBatch / 2)
  await eventually(() => expect(served.server.clients).toEqual([]))
  await eventually(() => expect(served.isAnyOpen).toBe(false))
  const after = await WireClient.open(served.server.port)
  expect(await after.ask('VERSION')).toBe('0.24.v0.24  ')
  after.close()
  const grownMiB = (process.memoryUsage().heapUsed - before.heapUsed) / 2 ** 20
  expect(grownMiB).toBeLessThan(100)
  expect(served.instrument.parts.acquisition.fault).toBeNull()
})
