// A server that does what a test tells it, right or wrong: it is given each line, and sends what it likes.
import { createServer, type Server, type Socket } from 'node:net'

export interface ScriptedSession {
  /** Which connection it is, from 0. */
  readonly index: number
  send(data: string | Uint8Array): void
  /** Sends this and ends the connection behind it. */
  end(text: string): void
  /** Ends the connection: at once, in the middle of whatever. */
  drop(): void
}

/**
 * Answers a line; the payload of a WRITE comes with it. What follows a WRITEBUF that may go on comes as a line of its own, DATA,
 * with the bytes as its payload. Undefined: silence.
 */
export type Script = (
  line: string,
  session: ScriptedSession,
  payload: string,
) => string | Uint8Array | undefined | Promise<string | Uint8Array | undefined>

export class ScriptedServer {
  script: Script
  /** Every line that came, with the number of its connection. */
  readonly lines: string[] = []
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #connections = 0

  private constructor(script: Script) {
    this.script = script
    this.#server = createServer((socket) => this.#serve(socket))
  }

  static async begin(script: Script, port = 0): Promise<ScriptedServer> {
    const server = new ScriptedServer(script)
    await server.listen(port)
    return server
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port
  }

  get connections(): number {
    return this.#sockets.size
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
  }

  /** Ends all connections, and takes no new ones. */
  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.dropAll()
    await closed
  }

  dropAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket)
    socket.setNoDelay(true)
    const index = this.#connections++
    let text = ''
    let turn: Promise<void> = Promise.resolve()
    /** Bytes of samples that come next. */
    let owed = 0
    const session: ScriptedSession = {
      index,
      send: (data) => void socket.write(typeof data === 'string' ? Buffer.from(data, 'latin1') : data),
      end: (text) => void socket.end(Buffer.from(text, 'latin1')),
      drop: () => socket.destroy(),
    }
    const answer = async (line: string, payload: string): Promise<void> => {
      const data = await this.script(line, session, payload)
      if (line.startsWith('WRITEBUF ') && Number(data) >= 0) owed = Number(line.split(' ')[2])
      if (data !== undefined) session.send(data)
    }
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (owed > 0 && text.length >= owed) {
        const samples = text.slice(0, owed)
        text = text.slice(owed)
        owed = 0
        this.lines.push(`${index} DATA`)
        turn = turn.then(() => answer('DATA', samples))
      } else if (owed > 0) return
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const line = text.slice(0, end).replace(/\r$/, '')
        const bytes = line.startsWith('WRITE ') ? Number(line.split(' ').at(-1)) : 0
        if (text.length < end + 1 + bytes) break
        const payload = text.slice(end + 1, end + 1 + bytes)
        text = text.slice(end + 1 + bytes)
        this.lines.push(`${index} ${line}`)
        turn = turn.then(() => answer(line, payload))
      }
    })
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => undefined)
  }
}

/** A text as an answer: its length, itself, a newline. */
export function framed(text: string): string {
  return `${Buffer.byteLength(text)}\n${Buffer.from(text).toString('latin1')}\n`
}

/** Answers what opening a context asks, and hands everything else on. */
export function contextScript(xml: string, rest: Script = () => '-22\n'): Script {
  return (line, session, payload) => {
    if (line === 'PRINT') return framed(xml)
    if (line.startsWith('TIMEOUT ')) return '0\n'
    if (line.startsWith('GETTRIG ')) return '-2\n'
    return rest(line, session, payload)
  }
}
