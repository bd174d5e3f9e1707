// A viewer's end of a WebSocket in Node: for scripts and tests. The page has its own, made of the browser's WebSocket.
import type { WebSocket } from 'ws'
import { PortInbox } from '#shared/port/inbox.ts'
import type { Port } from '#shared/port/port.ts'

/** Takes an open socket over. The instrument is trusted: what it sends is JSON or a frame. */
export function clientPort(socket: WebSocket): Port {
  const inbox = new PortInbox()
  socket.binaryType = 'arraybuffer'
  socket.on('message', (data, isBinary) =>
    inbox.receive(
      isBinary ? new Uint8Array(data as ArrayBuffer) : JSON.parse(Buffer.from(data as ArrayBuffer).toString()),
    ),
  )
  socket.on('error', () => undefined)
  socket.on('close', () => inbox.close())
  return {
    post(message) {
      if (inbox.isClosed || socket.readyState !== socket.OPEN) return
      socket.send(message instanceof Uint8Array ? new Uint8Array(message) : JSON.stringify(message))
    },
    onMessage: (listener) => inbox.onMessage(listener),
    onClose: (listener) => inbox.onClose(listener),
    start: () => inbox.start(),
    close() {
      socket.close()
      inbox.close()
    },
  }
}
