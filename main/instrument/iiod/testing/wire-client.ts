// A client that speaks bytes: what a test sends, and exactly what comes back.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export class WireClient {
  readonly socket: Socket
  #received = Buffer.alloc(0)
  #isEnded = false
  #wake: () => void = () => undefined

  private constructor(socket: Socket) {
    this.socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#wake()
    })
    const end = (): void => {
      this.#isEnded = true
      this.#wake()
    }
    socket.on('end', end)
    socket.on('close', end)
    socket.on('error', () => undefined)
  }

  static async open(port: number, host = '127.0.0.1'): Promise<WireClient> {
    const socket = connect({ port, host, allowHalfOpen: true })
    await once(socket, 'connect')
    return new WireClient(socket)
  }

  send(data: string | Uint8Array): void {
    this.socket.write(typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
  }

  /** So many bytes, as they came. Rejects when the server ends before. */
  async bytes(count: number): Promise<Buffer> {
    while (this.#received.length < count) await this.#more()
    const taken = this.#received.subarray(0, count)
    this.#received = this.#received.subarray(count)
    return taken
  }

  /** Up to the next newline, without it. */
  async line(): Promise<string> {
    for (;;) {
      const at = this.#received.indexOf(0x0a)
      if (at >= 0) return (await this.bytes(at + 1)).subarray(0, at).toString('latin1')
      await this.#more()
    }
  }

  /** Sends a line, and gives the line that answers it. */
  ask(line: string): Promise<string> {
    this.send(`${line}\r\n`)
    return this.line()
  }

  /** The value that a READ is answered with; or the number of its error. */
  async read(what: string): Promise<string | number> {
    const length = Number(await this.ask(`READ ${what}`))
    if (length < 0) return length
    return (await this.bytes(length + 1)).toString('latin1')
  }

  /** Sends a WRITE as libiio does, with a zero byte behind the text. */
  write(what: string, text: string): Promise<string> {
    this.send(`WRITE ${what} ${text.length + 1}\r\n${text}\0`)
    return this.line()
  }

  /** All samples of a READBUF, and the mask that it names; a negative count instead where it ends with one. */
  async readBuffer(device: string, bytes: number): Promise<{ mask: string; samples: Buffer; end: number | null }> {
    this.send(`READBUF ${device} ${bytes}\r\n`)
    const parts: Buffer[] = []
    let mask = ''
    for (let left = bytes; left > 0; ) {
      const count = Number(await this.line())
      if (count <= 0) return { mask, samples: Buffer.concat(parts), end: count }
      if (mask === '') mask = await this.line()
      parts.push(await this.bytes(count))
      left -= count
    }
    return { mask, samples: Buffer.concat(parts), end: null }
  }

  /** Throws everything away up to this text. Rejects when the server ends before. */
  async until(text: string): Promise<true> {
    for (;;) {
      const at = this.#received.indexOf(text, 0, 'latin1')
      if (at >= 0) {
        await this.bytes(at + text.length)
        return true
      }
      this.#received = this.#received.subarray(Math.max(0, this.#received.length - text.length))
      await this.#more()
    }
  }

  /** Everything that comes until the server ends. */
  async rest(): Promise<string> {
    while (!this.#isEnded) await new Promise<void>((resolve) => (this.#wake = resolve))
    return this.#received.toString('latin1')
  }

  close(): void {
    this.socket.destroy()
  }

  async #more(): Promise<void> {
    if (this.#isEnded) throw new Error(`the server ended; left: ${JSON.stringify(this.#received.toString('latin1'))}`)
    await new Promise<void>((resolve) => (this.#wake = resolve))
  }
}
