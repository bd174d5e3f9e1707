import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { connectInstrument, serveInstrument } from '#shared/contract/rpc.ts'
import { type Port, UnreadableMessage } from '#shared/port/port.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import { fakeFrame } from '#shared/testing/fake-signal.ts'
import { describePort } from '#shared/testing/port-suite.ts'
import { clientPort } from './client-port.ts'
import { frameRoomBytes, maxPayloadBytes, readPauseBytes, serverPort } from './ws-port.ts'

// Thousands of messages, or megabytes; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let server: Server
let sockets: WebSocketServer

beforeAll(async () => {
  server = createServer()
  sockets = new WebSocketServer({ server, maxPayload: maxPayloadBytes, perMessageDeflate: false })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  for (const socket of sockets.clients) socket.terminate()
  server.close()
})

async function accepted(): Promise<{ readonly near: WebSocket; readonly far: WebSocket }> {
  const near = new Promise<WebSocket>((resolve) => sockets.once('connection', resolve))
  const far = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, { perMessageDeflate: false })
  const opened = new Promise((resolve) => far.once('open', resolve))
  return { near: await near.then((socket) => opened.then(() => socket)), far }
}

describePort('the instrument end of a WebSocket', async () => {
  const { near, far } = await accepted()
  return [serverPort(near), clientPort(far)]
})

describe('a WebSocket port', () => {
  it('delivers what it cannot read as such, and stays open', async () => {
    const { near, far } = await accepted()
    const port = serverPort(near)
    const heard: unknown[] = []
    port.onMessage((message) => heard.push(message))
    port.start()
    far.send('{"t":')
    far.send(new Uint8Array(10))
    far.send(JSON.stringify('x'.repeat(70_000)))
    far.send('{"fine":1}')
    await eventually(() => expect(heard).toHaveLength(4))
    expect(heard.map((one) => (one instanceof UnreadableMessage ? one.error.errno : one))).toEqual([
      'EBADMSG',
      'EBADMSG',
      'EMSGSIZE',
      { fine: 1 },
    ])
    far.close()
  })

  it('answers an oversized message over the contract with EMSGSIZE, and the next one as usual', async () => {
    const { near, far } = await accepted()
    const instrument = new FakeInstrument()
    serveInstrument(serverPort(near), instrument)
    const client = await connectInstrument(clientPort(far), { client: 'test' })
    const errors: string[] = []
    client.onError((error) => errors.push(error.errno))
    far.send(JSON.stringify({ type: 'call', id: 2, call: 'writeAttribute', request: 'x'.repeat(900_000) }))
    await client.calls.run()
    expect(client.state.acquisition).toBe('running')
    expect(errors).toEqual(['EMSGSIZE'])
    client.dispose()
  })

  it('fetches no frame while the browser does not read, and goes on with the newest when it does', async () => {
    const { near, far } = await accepted()
    const instrument = new FakeInstrument()
    const port = serverPort(near)
    serveInstrument(port, instrument)
    const viewer = clientPort(far)
    const client = await connectInstrument(viewer, { client: 'slow' })
    let made = 0
    instrument.makeFrame = () => fakeFrame(2_000_000, ++made)
    const frames: number[] = []
    client.frames.onFrame((frame) => {
      frames.push(frame.sequence)
      client.frames.grant(1, frame.sequence)
    })
    far.pause()
    client.frames.grant(4, 0)
    // Whatever the kernel buffers, at some point the socket holds more than there is room for.
    await eventually(() => {
      instrument.offerFrame()
      expect(near.bufferedAmount).toBeGreaterThan(frameRoomBytes)
    })
    const fetched = instrument.viewers[0]!.fetched
    for (let k = 0; k < 1000; k++) {
      instrument.offerFrame()
      instrument.change({ seed: k })
      await Promise.resolve()
    }
    expect(instrument.viewers[0]!.fetched).toBe(fetched)
    expect(near.bufferedAmount).toBeLessThan(frameRoomBytes + 2 * 4_000_200)
    far.resume()
    await eventually(() => {
      instrument.offerFrame()
      expect(frames.length).toBeGreaterThan(fetched + 2)
    })
    expect(client.state.seed).toBe(999)
    client.dispose()
  })

  it('stops reading calls while their answers are not read', async () => {
    const { near, far } = await accepted()
    const port = serverPort(near)
    const answer = { r: 'x'.repeat(100_000) }
    let answered = 0
    port.onMessage(() => {
      answered++
      port.post(answer)
    })
    port.start()
    far.pause()
    for (let k = 0; k < 2000; k++) far.send(JSON.stringify({ k, padding: 'y'.repeat(1000) }))
    await eventually(() => expect(near.isPaused).toBe(true))
    expect(near.bufferedAmount).toBeLessThan(4 * readPauseBytes)
    expect(answered).toBeLessThan(2000)
    far.resume()
    await eventually(() => expect(answered).toBe(2000))
    far.terminate()
  })

  it('lets a frame that waits for room go when the browser is gone', async () => {
    const { near, far } = await accepted()
    const port: Port = serverPort(near)
    port.start()
    far.pause()
    await eventually(() => {
      port.post(new Uint8Array(8 << 20))
      expect(near.bufferedAmount).toBeGreaterThan(frameRoomBytes)
    })
    const drained = port.drained!()
    far.terminate()
    await drained
  })
})
