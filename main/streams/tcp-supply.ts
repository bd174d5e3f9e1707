// Writers over TCP: one that is connected to, again and again with growing pauses; or those that connect here, one at a time.
import { once } from 'node:events'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { fail, say } from '#shared/errors.ts'
import type { Supply } from './feed.ts'

/** Between two tries to connect, ms: first, and at most. */
const leastPauseMs = 250
const mostPauseMs = 5000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const reasonOf = (thrown: unknown): string =>
  (thrown as NodeJS.ErrnoException).code ?? (thrown instanceof Error ? thrown.message : String(thrown))

export function connectSupply(host: string, port: number): Supply {
  let pauseMs = 0
  return {
    isOnce: false,
    async next(tell) {
      for (;;) {
        await pause(pauseMs)
        pauseMs = Math.min(Math.max(pauseMs * 2, leastPauseMs), mostPauseMs)
        const socket = dial({ host, port })
        try {
          await once(socket, 'connect')
          pauseMs = leastPauseMs
          return socket
        } catch (thrown) {
          socket.destroy()
          tell(`${host}:${port} cannot be reached (${reasonOf(thrown)}); it is tried again.`)
        }
      }
    },
  }
}

/** @throws EADDRINUSE the port is taken; EACCES it may not be used */
export async function listenSupply(port: number, tellPort: (port: number) => void): Promise<Supply> {
  let take: ((socket: Socket) => void) | null = null
  const server = createServer((socket) => {
    // One writer at a time: another one would be mixed into it.
    if (take === null) socket.destroy()
    else take(socket)
    take = null
  })
  server.maxConnections = 8
  await listening(server, port)
  const at = server.address()
  if (at !== null && typeof at === 'object') tellPort(at.port)
  return {
    isOnce: false,
    next: () =>
      new Promise((resolve) => {
        take = resolve
      }),
  }
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (thrown) {
    const reason = reasonOf(thrown)
    if (reason === 'EADDRINUSE') fail('EBUSY', say`Another program listens on port ${port} already.`)
    if (reason === 'EACCES') fail('EACCES', say`This user may not listen on port ${port}.`)
    fail('EIO', say`Port ${port} cannot be listened on (${reason}).`)
  }
}
