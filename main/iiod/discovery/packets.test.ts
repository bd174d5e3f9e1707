// Packets that are no answers, or are damaged ones: 5,000 of them do nothing, and the board among them is found.
import dgram from 'node:dgram'
import { expect, it } from 'vitest'
import { type Clock, realClock } from '#main/runtime/clock.ts'
import { toDisposable } from '#shared/lifecycle.ts'
import { seeded } from '#shared/testing/seeded.ts'
import { findBoards } from './find-boards.ts'

const types = { A: 1, PTR: 12, SRV: 33 } as const

const nameOf = (...labels: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat([
    ...labels.map((label) => {
      const bytes = Buffer.from(label)
      return Buffer.concat([Buffer.of(bytes.length), bytes])
    }),
    Buffer.of(0),
  ])

function recordOf(name: Buffer, type: keyof typeof types, data: Buffer): Buffer {
  const rest = Buffer.alloc(10)
  rest.writeUInt16BE(types[type], 0)
  rest.writeUInt16BE(1, 2)
  rest.writeUInt32BE(120, 4)
  rest.writeUInt16BE(data.length, 8)
  return Buffer.concat([name, rest, data])
}

function answerOf(...records: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0x8400, 2)
  head.writeUInt16BE(records.length, 6)
  return Buffer.concat([head, ...records])
}

const service = ['_iio', '_tcp', 'local'] as const
const placeOf = (port: number, target: Buffer): Buffer =>
  Buffer.concat([Buffer.of(0, 0, 0, 0, port >> 8, port & 255), target])
const board = answerOf(
  recordOf(nameOf(...service), 'PTR', nameOf('iiod on pluto', ...service)),
  recordOf(nameOf('iiod on pluto', ...service), 'SRV', placeOf(30_431, nameOf('pluto', 'local'))),
  recordOf(nameOf('pluto', 'local'), 'A', Buffer.of(192, 168, 2, 1)),
)
/** Names that are no text, and are longer as one: they are asked for. */
const oddNames = answerOf(
  ...Array.from({ length: 8 }, (_, k) =>
    recordOf(nameOf(...service), 'PTR', nameOf(Buffer.alloc(63, 0x80 + k), Buffer.alloc(63, 0xff), 'a.b', ...service)),
  ),
)
/** A name that points at itself. */
const loop = Buffer.concat([
  answerOf(Buffer.of(0xc0, 12, 0, 12, 0, 1)).subarray(0, 12),
  Buffer.of(0xc0, 12, 0, 12, 0, 1),
])

it('5,000 damaged packets do nothing', async () => {
  const random = seeded(10)
  const upTo = (most: number): number => Math.floor(random() * most)
  const damaged = (): Buffer => {
    const whole = Buffer.from([board, oddNames, loop][upTo(3)]!)
    const way = random()
    if (way < 0.2) return whole.subarray(0, upTo(whole.length))
    if (way < 0.3) return Buffer.from(Array.from({ length: upTo(1400) }, () => upTo(256)))
    for (let hits = 1 + upTo(4); hits > 0; hits--)
      whole[upTo(whole.length)] = [0, 0xff, 0xc0, 0x3f, upTo(256)][upTo(5)]!
    // The name and the address of the board stay its own.
    return way < 0.9 ? whole.subarray(0, 60) : Buffer.concat([whole.subarray(0, 60), Buffer.alloc(upTo(9000))])
  }
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const sender = dgram.createSocket('udp4')
  const send = (packet: Buffer): Promise<void> =>
    new Promise((resolve) => {
      sender.send(packet, port, '127.0.0.1', () => resolve())
    })
  // The time is over when all were sent.
  const timers: (() => void)[] = []
  const timer: Clock['timer'] = (_, fn) => {
    timers.push(fn)
    return toDisposable(() => undefined)
  }
  const found = findBoards({ clock: { ...realClock, timer }, forMs: 1000, interfaces: ['127.0.0.1'], port })
  for (let sent = 0; sent < 5000; sent += 50) {
    for (let k = 0; k < 50; k++) await send(damaged())
    for (const packet of [oddNames, loop, board]) await send(packet)
    await new Promise((resolve) => setImmediate(resolve))
  }
  sender.close()
  for (const end of timers) end()
  const boards = await found
  expect(boards).toContainEqual({ name: 'iiod on pluto', address: 'ip:192.168.2.1' })
  for (const { address } of boards) expect(address).toMatch(/^ip:\d+\.\d+\.\d+\.\d+(:\d+)?$/)
})
