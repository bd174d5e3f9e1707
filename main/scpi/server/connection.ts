// One connection: messages in, answers out, one after the other.
import type { Socket } from 'node:net'
import { Outgoing } from '#main/runtime/outgoing.ts'
import type { Answer } from '../answer.ts'
import { ScpiError } from '../errors.ts'
import type { Session } from '../session.ts'
import { MessageReader, overlong } from './message-reader.ts'

/** The socket rests while so much waits to be read. */
const mostWaitingBytes = 256 << 10
/** After so many messages others have their turn. */
const messagesInTurn = 64
const requestLine = /^[A-Z]+ .* HTTP\/\d/

export class Connection {
  readonly #socket: Socket
  readonly #session: Session
  readonly #reader = new MessageReader()
  readonly #outgoing: Outgoing
  #isEnded = false
  #wake: () => void = () => undefined

  constructor(socket: Socket, session: Session) {
    this.#socket = socket
    this.#session = session
    this.#outgoing = new Outgoing(socket)
    socket.on('data', (chunk: Uint8Array) => {
      this.#reader.push(chunk)
      if (this.#reader.waitingBytes >= mostWaitingBytes) socket.pause()
      this.#wake()
    })
    socket.on('end', () => {
      this.#isEnded = true
      session.hurry()
      this.#wake()
    })
    socket.on('close', () => {
      this.#isEnded = true
      session.close()
      this.#wake()
    })
    // A connection that breaks is closed next, and that is no failure.
    socket.on('error', () => undefined)
  }

  get messages(): number {
    return this.#session.messages
  }

  /** Resolves when the connection has ended. Never fails. */
  async run(): Promise<void> {
    try {
      for (let count = 1; ; count++) {
        const message = await this.#next()
        if (message === null) break
        // A page of any site can have a browser send what it likes to this machine, behind a request line.
        if (count === 1 && typeof message === 'string' && requestLine.test(message)) return this.cut()
        if (count % messagesInTurn === 0) await new Promise((resolve) => setImmediate(resolve))
        if (message === overlong) this.#session.note(new ScpiError(-363))
        else await this.#send(await this.#session.execute(message))
      }
      this.#socket.destroySoon()
    } catch {
      // The client is gone: there is nobody to tell.
      this.#socket.destroy()
    }
  }

  /** Cuts the connection. */
  cut(): void {
    this.#socket.destroy()
  }

  /** Null: the client has ended, and nothing whole is left. */
  async #next(): Promise<string | typeof overlong | null> {
    for (;;) {
      const message = this.#reader.next()
      if (this.#socket.isPaused() && this.#reader.waitingBytes < mostWaitingBytes) this.#socket.resume()
      if (message !== null) return message
      if (this.#isEnded) return null
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  async #send(answers: readonly Answer[] | null): Promise<void> {
    if (answers === null) return
    const pieces = answers.flatMap((answer, k) => [
      ...(k > 0 ? [';'] : []),
      ...(typeof answer === 'string' ? [answer] : answer),
    ])
    // Bytes, so that what is sent is counted in bytes, whatever letters a text has.
    await this.#outgoing.send(...pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)), '\n')
  }
}
