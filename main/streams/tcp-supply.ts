// Writers over TCP: one that is connected to, again and again with growing pauses; or those that connect here, one at a time.
import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'
import { listenOn, loopback } from '#main/runtime/tcp.ts'
import { hostPortText } from '#shared/host-port.ts'
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
          tell(`${hostPortText({ host, port })} cannot be reached (${reasonOf(thrown)}); it is tried again.`)
        }
      }
    },
  }
}

/** On loopback; 0: any free port. @throws as {@link listenOn} */
export async function listenSupply(wanted: number): Promise<{ readonly supply: Supply; readonly port: number }> {
  let take: ((socket: Socket) => void) | null = null
  let waiting: Socket | null = null
  const server = createServer((socket) => {
    // One writer at a time: another one would be mixed into it. The next one waits; more are turned away.
    if (take !== null) take(socket)
    else if (waiting === null) waiting = socket.on('error', () => undefined)
    else socket.destroy()
    take = null
  })
  const port = await listenOn(server, loopback, wanted)
  const next = (): Promise<Socket> =>
    new Promise((resolve) => {
      if (waiting === null) take = resolve
      else resolve(waiting)
      waiting = null
    })
  return { supply: { isOnce: false, next }, port }
}
