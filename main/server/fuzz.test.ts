// Wrong text through a real WebSocket, beside a viewer that behaves: every message is answered, the connection stays, and
// the other viewer's frames go on.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { connectInstrument, type InstrumentClient, serveInstrument } from '#shared/contract/rpc.ts'
import { errno } from '#shared/errors.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import { clientPort } from './client-port.ts'
import { type PageServer, startPageServer } from './http-server.ts'
import { maxPayloadBytes } from './ws-port.ts'

// Thousands of messages, or megabytes; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let folder: string
let server: PageServer
let instrument: FakeInstrument

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-fuzz-'))
  await writeFile(path.join(folder, 'index.html'), '')
  instrument = new FakeInstrument({ front: 'browser' })
  server = await startPageServer({ root: folder, port: 0, onPort: (port) => serveInstrument(port, instrument) })
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}port`)
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return socket
}

/** A viewer that draws every frame and asks for the next; counts them. */
async function goodViewer(): Promise<{ client: InstrumentClient; drawn: () => number; errors: unknown[] }> {
  const client = await connectInstrument(clientPort(await open()), { client: 'good' })
  const errors: unknown[] = []
  let drawn = 0
  client.onError((error) => errors.push(error))
  client.frames.onFrame((frame) => {
    drawn++
    client.frames.grant(1, frame.sequence)
    instrument.offerFrame()
  })
  client.frames.grant(2, 0)
  return { client, drawn: () => drawn, errors }
}

const call = JSON.stringify({ type: 'call', id: 1, call: 'setBuffer', request: { blockBytes: 65536 } })

/** Text that is never a message a viewer may send before it has said hello. */
const wrongText = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 300 }) },
  { weight: 4, arbitrary: fc.json() },
  { weight: 2, arbitrary: fc.nat({ max: call.length - 1 }).map((length) => call.slice(0, length)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat({ max: call.length - 1 }), fc.string({ minLength: 1, maxLength: 3 }))
      .map(([at, text]) => call.slice(0, at) + text + call.slice(at)),
  },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 30_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 65_537, max: 200_000 }).map((length) => JSON.stringify('x'.repeat(length))),
  },
)

it('answers each of 3000 wrong texts with a typed error, and the stream of the other viewer goes on', async () => {
  const good = await goodViewer()
  const hostile = await open()
  const answers: { type: string; error?: { errno: string } }[] = []
  hostile.on('message', (data: Buffer) => answers.push(JSON.parse(data.toString())))
  const texts = fc.sample(wrongText, 3000)
  for (const [k, text] of texts.entries()) {
    hostile.send(text)
    // Let both sides run now and then: a flood is not the point here.
    if (k % 100 === 99) await eventually(() => expect(answers).toHaveLength(k + 1))
  }
  for (const answer of answers) {
    expect(answer.type).toBe('error')
    expect(Object.keys(errno)).toContain(answer.error?.errno)
  }
  const before = good.drawn()
  await eventually(() => expect(good.drawn()).toBeGreaterThan(before + 20))
  expect(hostile.readyState).toBe(WebSocket.OPEN)
  expect(instrument.calls).toEqual([])
  expect(good.errors).toEqual([])
  hostile.terminate()
  good.client.dispose()
})

it('cuts off only a viewer whose message is beyond all measure', async () => {
  const good = await goodViewer()
  const hostile = await open()
  const closed = new Promise<number>((resolve) => hostile.once('close', resolve))
  hostile.send('x'.repeat(maxPayloadBytes + 1))
  expect(await closed).toBe(1009)
  const before = good.drawn()
  await eventually(() => expect(good.drawn()).toBeGreaterThan(before + 20))
  good.client.dispose()
})

it('survives bytes that are no WebSocket at all', async () => {
  const good = await goodViewer()
  const hostile = await open()
  const closed = new Promise((resolve) => hostile.once('close', resolve))
  hostile.on('error', () => undefined)
  // Below the protocol: a frame with reserved bits and an opcode that does not exist.
  const raw = (hostile as unknown as { _socket: { write(bytes: Uint8Array): void } })._socket
  raw.write(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff))
  await closed
  const before = good.drawn()
  await eventually(() => expect(good.drawn()).toBeGreaterThan(before + 20))
  good.client.dispose()
})
