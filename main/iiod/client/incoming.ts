// What the other side has sent, in pieces of any size: read as numbers, lines and bytes, each as soon as it is there.
import { fail, say } from '#shared/errors.ts'

/** Longest line of an answer: a count, or a mask of all channels a device may have. */
const mostLine = 1024
/** While more than this waits to be read, the socket is to rest. */
const fullBytes = 1 << 20

export class IncomingAnswers {
  readonly #chunks: Uint8Array[] = []
  /** Of the first chunk, so much has been read. */
  #offset = 0
  #waiting = 0
  #failure: Error | null = null
  #wake: (() => void) | null = null
  readonly #onRoom: () => void

  /** @param onRoom there is room again, after {@link add} said that there is none */
  constructor(onRoom: () => void) {
    this.#onRoom = onRoom
  }

  /** Bytes that nobody has read yet. */
  get waiting(): number {
    return this.#waiting
  }

  /** @returns false: the socket is to rest */
  add(chunk: Uint8Array): boolean {
    if (chunk.length === 0) return true
    this.#chunks.push(chunk)
    this.#waiting += chunk.length
    this.#wake?.()
    return this.#waiting < fullBytes
  }

  /** Nothing more comes. What has come can still be read. */
  end(failure: Error): void {
    this.#failure ??= failure
    this.#wake?.()
  }

  /** A decimal number in a line of its own; empty lines before it are skipped, as libiio does. @throws EBADMSG no number; why it ended */
  async number(): Promise<number> {
    for (;;) {
      const line = (await this.line()).trim()
      if (line === '') continue
      if (!/^-?\d{1,15}$/.test(line)) fail('EBADMSG', say`An answer is a number, not '${line.slice(0, 40)}'.`)
      return Number(line)
    }
  }

  /** Up to the next newline, without it. @throws EBADMSG the line is too long; why it ended */
  async line(): Promise<string> {
    const parts: Uint8Array[] = []
    let length = 0
    for (;;) {
      const chunk = await this.#next()
      const at = chunk.indexOf(0x0a)
      const part = at < 0 ? chunk : chunk.subarray(0, at)
      length += part.length
      if (length > mostLine) fail('EBADMSG', say`A line of an answer is longer than ${mostLine} characters.`)
      parts.push(part)
      this.#drop(at < 0 ? chunk.length : at + 1)
      if (at >= 0) return Buffer.concat(parts).toString('latin1')
    }
  }

  /** So many bytes. @throws why it ended */
  async bytes(count: number): Promise<Uint8Array> {
    const all = new Uint8Array(count)
    let filled = 0
    await this.each(count, (part) => {
      all.set(part, filled)
      filled += part.length
    })
    return all
  }

  /**
   * So many bytes, in the pieces in which they come; one is read when the taker is done with the one before.
   * @throws why it ended; what `take` throws
   */
  async each(count: number, take: (part: Uint8Array) => void | Promise<void>): Promise<void> {
    for (let left = count; left > 0; ) {
      const chunk = await this.#next()
      const part = chunk.length > left ? chunk.subarray(0, left) : chunk
      const taken = take(part)
      if (taken !== undefined) await taken
      this.#drop(part.length)
      left -= part.length
    }
  }

  /** What is there of the stream; waits for some. */
  async #next(): Promise<Uint8Array> {
    while (this.#chunks[0] === undefined) {
      if (this.#failure !== null) throw this.#failure
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = null
    }
    return this.#offset === 0 ? this.#chunks[0] : this.#chunks[0].subarray(this.#offset)
  }

  #drop(bytes: number): void {
    const wasFull = this.#waiting >= fullBytes
    this.#offset += bytes
    this.#waiting -= bytes
    if (this.#offset >= this.#chunks[0]!.length) {
      this.#chunks.shift()
      this.#offset = 0
    }
    if (wasFull && this.#waiting < fullBytes) this.#onRoom()
  }
}
