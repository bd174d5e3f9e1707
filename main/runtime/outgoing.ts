// What a client is sent. Each call waits until the system has taken it: so no more than one answer, or one buffer of
// samples, is ever on its way to a client, however slow it is.
import type { Socket } from 'node:net'
import { ErrnoError, say } from '#shared/errors.ts'
import { patience } from '#shared/patience.ts'
import { realClock } from './clock.ts'

/** A client that takes nothing for so long is cut off, ms. */
const patienceMs = 30_000
/** And so long more, to see what it has taken. */
const graceMs = 1000
/** So that a slow client is seen to take something. */
const mostAtOnce = 1 << 20

export class Outgoing {
  readonly #socket: Socket
  #sending = 0
  /** Sent, as far as the system has taken it. */
  bytes = 0

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setTimeout(patienceMs, () => {
      const { bytes } = this
      // A program that was stopped finds this due when it goes on, and does not know yet what was taken meanwhile.
      patience(realClock, graceMs, () => {
        if (this.#sending > 0 && this.bytes === bytes) socket.destroy()
      })
    })
  }

  /** Resolves when the system has taken all of it. @throws EPIPE the connection is gone */
  async send(...pieces: readonly (string | Uint8Array)[]): Promise<void> {
    this.#sending++
    try {
      let group: (string | Uint8Array)[] = []
      for (const piece of pieces) {
        const parts = typeof piece === 'string' || piece.length <= mostAtOnce ? [piece] : cutUp(piece)
        for (const part of parts) {
          group.push(part)
          if (part.length < mostAtOnce) continue
          await this.#write(group)
          group = []
        }
      }
      if (group.length > 0) await this.#write(group)
    } finally {
      this.#sending--
    }
  }

  #write(pieces: readonly (string | Uint8Array)[]): Promise<void> {
    const socket = this.#socket
    return new Promise((resolve, reject) => {
      if (socket.destroyed || socket.writableEnded) {
        reject(new ErrnoError('EPIPE', say`The connection is gone.`))
        return
      }
      const done = (error?: Error | null): void => {
        if (error !== null && error !== undefined) {
          reject(new ErrnoError('EPIPE', say`The connection is gone.`))
          return
        }
        for (const piece of pieces) this.bytes += piece.length
        resolve()
      }
      socket.cork()
      for (const [k, piece] of pieces.entries())
        if (k === pieces.length - 1) socket.write(piece, done)
        else socket.write(piece)
      socket.uncork()
    })
  }
}

function cutUp(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / mostAtOnce) }, (_, k) =>
    bytes.subarray(k * mostAtOnce, (k + 1) * mostAtOnce),
  )
}
