// Boards that announce themselves, on loopback; and records that nobody should believe.

import fc from 'fast-check'
import mdns from 'multicast-dns'
import { afterEach, describe, expect, it } from 'vitest'
import { realClock } from '#main/runtime/clock.ts'
import { type AnyRecord, BoardRecords } from './board-records.ts'
import { findBoards } from './find-boards.ts'

const type = '_iio._tcp.local'
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** What boards answer to a question of this type; a port of the tests, not that of multicast DNS. */
async function announce(answers: (type: string) => readonly object[]): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const board = mdns({ interface: '127.0.0.1', bind: '0.0.0.0', port })
  ends.push(() => board.destroy())
  board.on('query', ({ questions }) => {
    for (const { type: asked } of questions ?? []) {
      const records = answers(asked)
      if (records.length > 0) board.respond(records as Parameters<typeof board.respond>[0])
    }
  })
  await new Promise<void>((resolve) => board.once('ready', resolve))
  return port
}

const ptr = { name: type, type: 'PTR', ttl: 120, data: `iiod on pluto.${type}` }
const srv = { name: `iiod on pluto.${type}`, type: 'SRV', ttl: 120, data: { target: 'pluto.local', port: 30_431 } }
const a = { name: 'pluto.local', type: 'A', ttl: 120, data: '192.168.2.1' }
const find = (port: number) => findBoards({ clock: realClock, forMs: 1500, interfaces: ['127.0.0.1'], port })

describe('boards on the network', () => {
  it('are found by their answer to one question', async () => {
    const port = await announce((asked) => (asked === 'PTR' ? [ptr, srv, a] : []))
    expect(await find(port)).toEqual([{ name: 'iiod on pluto', address: 'ip:192.168.2.1' }])
  })

  it('that say one thing at a time are asked for the rest', async () => {
    const byType: Readonly<Record<string, readonly object[]>> = {
      PTR: [ptr],
      SRV: [{ ...srv, data: { target: 'pluto.local', port: 5000 } }],
      A: [a],
    }
    const port = await announce((asked) => byType[asked] ?? [])
    expect(await find(port)).toEqual([{ name: 'iiod on pluto', address: 'ip:192.168.2.1:5000' }])
  })

  it('that are none leave nothing', async () => {
    expect(
      await findBoards({ clock: realClock, forMs: 50, interfaces: ['127.0.0.1', '203.0.113.9'], port: 29_999 }),
    ).toEqual([])
  })
})

describe('records', () => {
  it('of anybody are believed only as far as they make a board, and kept in bounds', () => {
    const name = fc.constantFrom(type, ptr.data, srv.data.target, 'x.local', '')
    const anyRecord: fc.Arbitrary<AnyRecord> = fc.record(
      {
        type: fc.constantFrom('PTR', 'SRV', 'A', 'TXT', 7),
        name: fc.oneof(name, fc.anything()),
        data: fc.oneof(
          name,
          fc.constantFrom('1.2.3.4', '999.1.1.1', '1.2.3.4.', '::1'),
          fc.anything(),
          fc.record({ target: name, port: fc.integer() }),
        ),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(fc.array(anyRecord, { maxLength: 10 }), { maxLength: 10 }), (packets) => {
        const records = new BoardRecords(type)
        const asked = packets.flatMap((packet) => records.add(packet)).map((one) => JSON.stringify(one))
        expect(new Set(asked).size).toBe(asked.length)
        for (const { host, port } of records.boards()) {
          expect(host).toMatch(/^\d+\.\d+\.\d+\.\d+$/)
          expect(port > 0 && port < 65_536).toBe(true)
        }
      }),
    )
    const many = new BoardRecords(type)
    const flood = Array.from({ length: 1000 }, (_, k) => ({ ...ptr, data: `${k}.${type}` }))
    expect(many.add(flood).length).toBeLessThanOrEqual(64)
  })
})
