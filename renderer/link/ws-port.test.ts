import { describe, expect, it, vi } from 'vitest'
import { UnreadableMessage } from '#shared/port/port.ts'
import { openWebSocketPort, portUrl, refusalAt, webSocketPort } from './ws-port.ts'

/** The part of a WebSocket that the port uses; the other side is the test. */
class FakeSocket extends EventTarget {
  readonly OPEN = 1
  readyState = 1
  binaryType: BinaryType = 'blob'
  readonly sent: unknown[] = []

  send(data: unknown): void {
    this.sent.push(data)
  }

  close(): void {
    this.readyState = 3
    this.dispatchEvent(new Event('close'))
  }

  arrive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

function connected() {
  const socket = new FakeSocket()
  return { socket, port: webSocketPort(socket as unknown as WebSocket) }
}

describe('portUrl', () => {
  it.each([
    ['http://127.0.0.1:4321/0123abcd/', 'ws://127.0.0.1:4321/0123abcd/port'],
    ['http://127.0.0.1:4321/0123abcd/index.html?x=1#y', 'ws://127.0.0.1:4321/0123abcd/port'],
    ['https://127.0.0.1/0123abcd/', 'wss://127.0.0.1/0123abcd/port'],
    ['http://127.0.0.1:4321/0123abcd/?panels=x', 'ws://127.0.0.1:4321/0123abcd/port?panels'],
  ])('is beside the page %s', (page, url) => {
    expect(portUrl(page)).toBe(url)
  })
})

describe('a WebSocket of the page', () => {
  it('reads text as JSON and binary as bytes, and sends JSON', () => {
    const { socket, port } = connected()
    const heard: unknown[] = []
    port.onMessage((message) => heard.push(message))
    socket.arrive('{"early":true}')
    expect(heard).toEqual([])
    port.start()
    socket.arrive(Uint8Array.of(1, 2, 3).buffer)
    expect(heard).toEqual([{ early: true }, Uint8Array.of(1, 2, 3)])
    expect(socket.binaryType).toBe('arraybuffer')
    port.post({ t: 'call', id: 1 })
    expect(socket.sent).toEqual(['{"t":"call","id":1}'])
  })

  it('delivers what is not JSON as unreadable, and goes on', () => {
    const { socket, port } = connected()
    const heard: unknown[] = []
    port.onMessage((message) => heard.push(message))
    port.start()
    socket.arrive('{"half')
    socket.arrive('1')
    expect(heard[0]).toBeInstanceOf(UnreadableMessage)
    expect(heard[1]).toBe(1)
  })

  it('tells of its close once and is harmless then', () => {
    const { socket, port } = connected()
    const closed = vi.fn()
    port.onClose(closed)
    socket.close()
    port.close()
    port.post({ late: true })
    expect([closed.mock.calls.length, socket.sent.length]).toEqual([1, 0])
  })
})

describe('openWebSocketPort', () => {
  it('resolves when the socket is open', async () => {
    const socket = new FakeSocket()
    const opening = openWebSocketPort('ws://127.0.0.1/x/port', socket as unknown as WebSocket)
    socket.dispatchEvent(new Event('open'))
    const port = await opening
    port.post({ a: 1 })
    expect(socket.sent).toHaveLength(1)
  })

  it('rejects with ENODEV when nobody lets it in', async () => {
    const socket = new FakeSocket()
    const opening = openWebSocketPort('ws://127.0.0.1/x/port', socket as unknown as WebSocket)
    socket.close()
    await expect(opening).rejects.toMatchObject({ errno: 'ENODEV' })
  })
})

it('tells why a page of another machine is not let in, as far as its server says it', async () => {
  const server = (status: number, text: string) => () => Promise.resolve(new Response(text, { status }))
  const page = 'https://scope.lab:8443/0123/'
  const stale = 'The token of ann was good until 2026-01-01T00:00:00.000Z; ask for a new one.'
  expect(await refusalAt(page, server(403, `${stale}\n`))).toMatchObject({
    errno: 'EACCES',
    message: `The instrument does not let this page in: ${stale}`,
  })
  expect(await refusalAt(page, server(200, 'the page'))).toBeNull()
  expect(await refusalAt(page, () => Promise.reject(new Error('nobody is there')))).toBeNull()
  expect(await refusalAt('http://127.0.0.1:5000/0123/', server(403, stale))).toBeNull()
})
