// The instrument's end of a WebSocket as the Port of the contract: plain data as JSON text, frames as binary. What the
// browser does not take is bounded: frames wait for room (`drained`), and while answers pile up nothing more is read.
import type { RawData, WebSocket } from 'ws'
import { PortInbox } from '#shared/port/inbox.ts'
import { type Port, type PortMessage, UnreadableMessage } from '#shared/port/port.ts'
import { maxViewerMessageBytes } from '#shared/rpc/messages.ts'

/** A frame is sent only while the socket holds less than this: one typical frame in flight, none behind it. */
export const frameRoomBytes = 1024 * 1024
/** Above this no more calls are read, until the socket is down to {@link frameRoomBytes}; TCP then slows the caller. */
export const readPauseBytes = 4 * 1024 * 1024

/** Sockets refuse (by closing) messages above this; between it and the contract's limit there is a typed error. */
export const maxPayloadBytes = 1024 * 1024

function readMessage(data: RawData, isBinary: boolean): unknown {
  const bytes = data as Buffer // sockets of this server keep to the default binaryType
  if (isBinary) return new UnreadableMessage({ errno: 'EBADMSG', message: 'a viewer sends text, not binary data' })
  if (bytes.byteLength > maxViewerMessageBytes)
    return new UnreadableMessage({
      errno: 'EMSGSIZE',
      message: `a message has at most ${maxViewerMessageBytes} bytes, not ${bytes.byteLength}`,
    })
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return new UnreadableMessage({ errno: 'EBADMSG', message: 'a message is JSON, this is not' })
  }
}

class ServerPort implements Port {
  readonly #socket: WebSocket
  readonly #inbox = new PortInbox()
  #waiting: (() => void)[] = []

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data, isBinary) => this.#inbox.receive(readMessage(data, isBinary)))
    // A broken socket reports itself and then closes; the close is what matters.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#inbox.close()
      this.#wake()
    })
  }

  post(message: PortMessage): void {
    if (this.#inbox.isClosed || this.#socket.readyState !== this.#socket.OPEN) return
    // The socket keeps what it is given until the system takes it: bytes are copied so that the sender may reuse them.
    const data = message instanceof Uint8Array ? new Uint8Array(message) : JSON.stringify(message)
    this.#socket.send(data, () => this.#onFlushed())
    if (this.#socket.bufferedAmount > readPauseBytes) this.#socket.pause()
  }

  onMessage(listener: (message: unknown) => void) {
    return this.#inbox.onMessage(listener)
  }

  onClose(listener: () => void) {
    return this.#inbox.onClose(listener)
  }

  start(): void {
    this.#inbox.start()
  }

  close(): void {
    // Going away; a browser that does not answer the closing handshake is cut off by whoever owns the server.
    this.#socket.close(1001)
    this.#inbox.close()
    this.#wake()
  }

  drained(): Promise<void> {
    if (this.#inbox.isClosed || this.#socket.bufferedAmount <= frameRoomBytes) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #onFlushed(): void {
    if (this.#socket.bufferedAmount > frameRoomBytes) return
    if (this.#socket.isPaused) this.#socket.resume()
    this.#wake()
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}

/** Takes an accepted socket over. */
export function serverPort(socket: WebSocket): Port {
  return new ServerPort(socket)
}
