// Connections that begin with TLS, and those that do not: who comes without it is told so in the only language it speaks,
// and is sent nothing else.
import type { Socket } from 'node:net'

/** The first byte of a handshake of TLS. */
const handshake = 0x16

const sentence = 'This address is served with TLS only: it begins with https://.\n'
const refusal = `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${sentence.length}\r\n\r\n${sentence}`

/** Gives a connection to `onTls` as soon as it is known to be one, with nothing of it taken away. */
export function sortByFirstByte(socket: Socket, onTls: (socket: Socket) => void): void {
  socket.on('error', () => socket.destroy())
  socket.once('data', (bytes) => {
    socket.pause()
    if (bytes[0] !== handshake) {
      socket.end(refusal, () => socket.destroySoon())
      socket.resume()
      return
    }
    socket.unshift(bytes)
    onTls(socket)
  })
}
