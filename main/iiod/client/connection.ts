// One connection to an IIOD server. Questions are sent at once and answered in turn; each answer has its time, and whatever is
// out of step ends the connection: what came behind could mean anything.
import { connect, type Socket } from 'node:net'
import { realClock } from '#main/runtime/clock.ts'
import { ErrnoError, say, sentenceOf } from '#shared/errors.ts'
import { type HostPort, hostPortText } from '#shared/host-port.ts'
import { type Disposable, Emitter, type Event } from '#shared/lifecycle.ts'
import { patience } from '#shared/patience.ts'
import { IncomingAnswers } from './incoming.ts'

/** Within this time a connection is made, and an answer comes, ms: as in libiio 0.x. */
export const answerMs = 5000

export class IiodConnection {
  readonly endpoint: HostPort
  readonly #socket: Socket
  readonly #incoming: IncomingAnswers
  readonly #onLost = new Emitter<ErrnoError>()
  /** Settles when the questions before have been answered. */
  #turn: Promise<unknown> = Promise.resolve()
  #lost: ErrnoError | null = null

  private constructor(endpoint: HostPort, socket: Socket) {
    this.endpoint = endpoint
    this.#socket = socket
    this.#incoming = new IncomingAnswers(() => socket.resume())
    socket.setNoDelay(true)
    socket.setKeepAlive(true, answerMs)
    socket.on('data', (chunk) => {
      if (!this.#incoming.add(chunk)) socket.pause()
    })
    socket.on('error', (error) => this.#lose(brokenOff(hostPortText(endpoint), error)))
    // Half a connection is none: some servers answer it with noise.
    const ended = (): void => this.#lose(say`${hostPortText(endpoint)} ended the connection.`)
    socket.on('end', ended)
    socket.on('close', ended)
  }

  /** @throws EIO nobody listens there, or it is not reached; ETIMEDOUT. The sentence has the address. */
  static async open(endpoint: HostPort, timeoutMs = answerMs): Promise<IiodConnection> {
    const where = hostPortText(endpoint)
    const socket = connect({ ...endpoint, allowHalfOpen: false })
    return new Promise((resolve, reject) => {
      const refuse = (error: ErrnoError): void => {
        limit.dispose()
        socket.destroy()
        reject(error)
      }
      const limit = patience(realClock, timeoutMs, () =>
        refuse(new ErrnoError('ETIMEDOUT', say`${where} did not answer within ${timeoutMs / 1e3} s.`)),
      )
      const onError = (error: Error): void => refuse(new ErrnoError('EIO', unreachable(where, error)))
      socket.once('error', onError)
      socket.once('connect', () => {
        limit.dispose()
        socket.off('error', onError)
        resolve(new IiodConnection(endpoint, socket))
      })
    })
  }

  /** It ended by itself, and why. Not after {@link close}. */
  get onLost(): Event<ErrnoError> {
    return this.#onLost
  }

  /** Why it has ended; null: it stands. */
  get lost(): ErrnoError | null {
    return this.#lost
  }

  /** Bytes that have come and that nobody has read. */
  get waiting(): number {
    return this.#incoming.waiting
  }

  /**
   * Sends a question and reads its answer, behind the answers to the questions before.
   * @param line without what ends it
   * @param read reads exactly the answer; an errno that it throws for a refusal is its caller's matter, anything else ends the connection
   * @param timeoutMs for the whole answer, from its turn on, unless `read` begins it anew
   * @throws why the connection ended; what `read` throws
   */
  ask<T>(
    line: string,
    read: (incoming: IncomingAnswers, limit: TimeLimit) => Promise<T>,
    { payload, timeoutMs = answerMs }: { readonly payload?: Uint8Array; readonly timeoutMs?: number } = {},
  ): Promise<T> {
    if (this.#lost !== null) return Promise.reject(this.#lost)
    // A bare newline would lose a letter with tinyiiod.
    const head = Buffer.from(`${line}\r\n`, 'latin1')
    this.#socket.write(payload === undefined ? head : Buffer.concat([head, payload]))
    const answer = this.#turn.then(() => this.#answer(line, read, timeoutMs))
    this.#turn = answer.catch(() => undefined)
    return answer
  }

  /** What a question goes on with once the other side said it may: in the middle of reading its answer only. Bytes are sent later, so they stay as they are. */
  send(bytes: Uint8Array): void {
    if (this.#lost === null) this.#socket.write(bytes)
  }

  /** Ends it at once, in the middle of an answer or not. Harmless when it has ended. */
  close(): void {
    this.#end(new ErrnoError('ECANCELED', say`The connection to ${hostPortText(this.endpoint)} was closed.`))
    this.#onLost.dispose()
  }

  async #answer<T>(
    line: string,
    read: (incoming: IncomingAnswers, limit: TimeLimit) => Promise<T>,
    timeoutMs: number,
  ): Promise<T> {
    const where = hostPortText(this.endpoint)
    const [verb = ''] = line.split(' ')
    const limit = new TimeLimit((ms) =>
      this.#lose(say`${where} did not answer ${verb} within ${ms / 1e3} s.`, 'ETIMEDOUT'),
    )
    try {
      if (this.#lost === null) limit.begin(timeoutMs)
      return await read(this.#incoming, limit)
    } catch (thrown) {
      if (!(thrown instanceof Refusal) && this.#lost === null)
        this.#lose(say`${where} does not keep to the protocol: ${sentenceOf(thrown)}`, 'EPROTO')
      throw thrown instanceof Refusal || this.#lost === null ? thrown : this.#lost
    } finally {
      limit.stop()
    }
  }

  #lose(sentence: ReturnType<typeof say>, name: 'EIO' | 'EPROTO' | 'ETIMEDOUT' = 'EIO'): void {
    if (this.#lost !== null) return
    const error = new ErrnoError(name, sentence)
    this.#end(error)
    this.#onLost.fire(error)
    this.#onLost.dispose()
  }

  #end(error: ErrnoError): void {
    if (this.#lost !== null) return
    this.#lost = error
    this.#incoming.end(error)
    this.#socket.destroy()
  }
}

/** How long an answer may take. */
export class TimeLimit {
  readonly #onEnd: (ms: number) => void
  #patience: Disposable | null = null

  constructor(onEnd: (ms: number) => void) {
    this.#onEnd = onEnd
  }

  /** So long from now on, whatever it was before. */
  begin(ms: number): void {
    this.stop()
    this.#patience = patience(realClock, ms, () => this.#onEnd(ms))
  }

  /** As long as it likes. */
  stop(): void {
    this.#patience?.dispose()
    this.#patience = null
  }
}

/** A negative answer: it is whole, and the connection goes on. `errno` is the name of its number where that is known, else EIO. */
export class Refusal extends ErrnoError {}

function brokenOff(where: string, error: Error): ReturnType<typeof say> {
  const { code = error.message } = error as NodeJS.ErrnoException
  if (code === 'ECONNRESET' || code === 'EPIPE') return say`${where} ended the connection.`
  return say`The connection to ${where} broke (${code}).`
}

function unreachable(where: string, error: Error): ReturnType<typeof say> {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return say`Nothing listens at ${where}; iiod has to run there.`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return say`There is no machine of the name in ${where}.`
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return say`${where} cannot be reached from this machine.`
  return say`No connection to ${where}: ${sentenceOf(error)}`
}
