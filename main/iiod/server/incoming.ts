// What a client sends: lines, and payloads behind them, in pieces as the network cuts them. One reader at a time.

/** Longer lines are no commands of anybody. */
export const mostLineBytes = 4096
/** The socket rests while so much waits to be read. */
export const mostWaitingBytes = 256 << 10

/** A line that is too long was thrown away up to its end. */
export const overlong = Symbol('overlong')

const newline = 0x0a

export class Incoming {
  #chunks: Uint8Array[] = []
  /** Bytes of the first chunk that are read. */
  #offset = 0
  #waiting = 0
  /** How far the first line was looked for: bytes from the read position. */
  #looked = 0
  #isEnded = false
  #wake: (() => void) | null = null
  readonly #onRoom: () => void

  /** @param onRoom less waits now than {@link mostWaitingBytes} */
  constructor(onRoom: () => void = () => undefined) {
    this.#onRoom = onRoom
  }

  get isFull(): boolean {
    return this.#waiting >= mostWaitingBytes
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0 || this.#isEnded) return
    this.#chunks.push(chunk)
    this.#waiting += chunk.length
    this.#wake?.()
  }

  /** Nothing more comes. */
  end(): void {
    this.#isEnded = true
    this.#wake?.()
  }

  /** The next line, without its newline; null: there is none, the client has ended. */
  async nextLine(): Promise<string | typeof overlong | null> {
    let isTooLong = false
    for (;;) {
      const length = this.#findNewline()
      if (length !== null && length <= mostLineBytes && !isTooLong) {
        const line = this.#take(length + 1)
        return latin1(line.subarray(0, length))
      }
      if (length !== null) {
        this.#drop(length + 1)
        return overlong
      }
      if (this.#looked > mostLineBytes) {
        isTooLong = true
        this.#drop(this.#waiting)
      }
      if (!(await this.#more())) return null
    }
  }

  /** Between one byte and `most` bytes of a payload, as they come; null: the client has ended. */
  async nextBytes(most: number): Promise<Uint8Array | null> {
    while (this.#waiting === 0) if (!(await this.#more())) return null
    const [first] = this.#chunks
    return this.#take(Math.min(most, (first?.length ?? 0) - this.#offset))
  }

  /** Exactly so many bytes of a payload; null: the client has ended before. */
  async exactly(bytes: number): Promise<Uint8Array | null> {
    const whole = new Uint8Array(bytes)
    for (let at = 0; at < bytes; ) {
      const part = await this.nextBytes(bytes - at)
      if (part === null) return null
      whole.set(part, at)
      at += part.length
    }
    return whole
  }

  async #more(): Promise<boolean> {
    const before = this.#waiting
    if (this.#isEnded) return false
    await new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    this.#wake = null
    return this.#waiting > before || !this.#isEnded
  }

  /** Bytes before the first newline; null: it has not come. */
  #findNewline(): number | null {
    let begin = 0
    for (const [k, chunk] of this.#chunks.entries()) {
      const from = k === 0 ? this.#offset : 0
      const length = chunk.length - from
      if (begin + length > this.#looked) {
        const at = chunk.indexOf(newline, from + Math.max(0, this.#looked - begin))
        if (at >= 0) return begin + at - from
      }
      begin += length
    }
    this.#looked = begin
    return null
  }

  #take(bytes: number): Uint8Array {
    const [first] = this.#chunks
    if (first !== undefined && first.length - this.#offset >= bytes) {
      const part = first.subarray(this.#offset, this.#offset + bytes)
      this.#drop(bytes)
      return part
    }
    const whole = new Uint8Array(bytes)
    let at = 0
    for (const [k, chunk] of this.#chunks.entries()) {
      if (at === bytes) break
      const part = k === 0 ? chunk.subarray(this.#offset) : chunk
      const taken = part.subarray(0, bytes - at)
      whole.set(taken, at)
      at += taken.length
    }
    this.#drop(bytes)
    return whole
  }

  #drop(bytes: number): void {
    const wasFull = this.isFull
    this.#waiting -= bytes
    this.#looked = 0
    this.#offset += bytes
    let gone = 0
    for (const chunk of this.#chunks) {
      if (this.#offset < chunk.length) break
      this.#offset -= chunk.length
      gone++
    }
    if (gone > 0) this.#chunks = this.#chunks.slice(gone)
    if (wasFull && !this.isFull) this.#onRoom()
  }
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
