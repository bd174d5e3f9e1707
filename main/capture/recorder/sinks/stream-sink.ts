// Samples into a pipe, a FIFO or a socket. The event loop waits for the reader, no thread does: so a reader that does not
// read holds up nothing but the samples, and the wait can be ended.
import { Socket } from 'node:net'
import type { SampleSink } from './sink.ts'

export class StreamSink implements SampleSink {
  readonly name: string
  readonly #socket: Socket
  #error: Error | null = null

  /** @param way a pipe or socket, open for writing, or its descriptor; the sink closes it */
  constructor(name: string, way: number | Socket) {
    this.name = name
    this.#socket = way instanceof Socket ? way : new Socket({ fd: way, readable: false, writable: true })
    this.#socket.on('error', (error) => {
      this.#error ??= error
    })
  }

  write(pieces: readonly Uint8Array[]): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#error !== null) {
        reject(this.#error)
        return
      }
      const bytes = pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
      this.#socket.cork()
      for (const [k, piece] of pieces.entries())
        this.#socket.write(piece, (error) => {
          if (error !== null && error !== undefined) reject(this.#error ?? error)
          else if (k === pieces.length - 1) resolve(bytes)
        })
      this.#socket.uncork()
    })
  }

  sync(): Promise<void> {
    return Promise.resolve()
  }

  abort(): void {
    this.#error ??= new Error('it was given up')
    this.#socket.destroy()
  }

  close(): Promise<void> {
    if (this.#socket.destroyed) return Promise.resolve()
    return new Promise((resolve) => {
      this.#socket.once('close', () => resolve())
      this.#socket.end(() => this.#socket.destroy())
    })
  }
}
