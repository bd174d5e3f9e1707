// Messages of a stream of bytes: each ends with a newline, but not with one inside a block of definite length.

/** A longer message is none. */
export const mostMessageBytes = 65_536

/** A message that was too long, and thrown away up to its end. */
export const overlong = Symbol('overlong')

const newline = '\n'

export class MessageReader {
  /** What came and is not read, a character for each byte. */
  #rest = ''
  /** How far the first message was looked through. */
  #at = 0
  /** The quote that is open; empty: none. */
  #quote = ''
  #isOverlong = false

  get waitingBytes(): number {
    return this.#rest.length
  }

  push(chunk: Uint8Array): void {
    this.#rest += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
  }

  /** The next message without its end; null: the end has not come. */
  next(): string | typeof overlong | null {
    if (this.#isOverlong) return this.#drop()
    while (this.#at < this.#rest.length) {
      const sign = this.#rest[this.#at]!
      if (sign === newline) return this.#take()
      const step = this.#step(sign)
      if (step === null) break
      this.#at += step
      if (this.#at > mostMessageBytes) {
        this.#isOverlong = true
        return this.#drop()
      }
    }
    return null
  }

  /** How many characters belong to what is here; null: more must come to tell. */
  #step(sign: string): number | null {
    if (this.#quote !== '') {
      if (sign === this.#quote) this.#quote = ''
      return 1
    }
    if (sign === '"' || sign === "'") this.#quote = sign
    return sign === '#' && /[\0-\x20,]/.test(this.#rest[this.#at - 1] ?? '') ? this.#blockStep() : 1
  }

  /** A block stands where data can: behind white space or a comma. */
  #blockStep(): number | null {
    const begin = this.#rest.slice(this.#at, this.#at + 11)
    const [, digits] = /^#([1-9])/.exec(begin) ?? []
    if (digits === undefined) return begin.length < 2 ? null : 1
    const length = begin.slice(2, 2 + Number(digits))
    if (!/^\d*$/.test(length)) return 1
    if (length.length < Number(digits)) return null
    const step = 2 + length.length + Number(length)
    return step > mostMessageBytes || this.#at + step <= this.#rest.length ? step : null
  }

  #take(): string {
    const message = this.#rest.slice(0, this.#at)
    this.#forget(this.#at + 1)
    return message.endsWith('\r') ? message.slice(0, -1) : message
  }

  #drop(): typeof overlong | null {
    const end = this.#rest.indexOf(newline)
    this.#forget(end < 0 ? this.#rest.length : end + 1)
    if (end < 0) return null
    this.#isOverlong = false
    return overlong
  }

  #forget(count: number): void {
    this.#rest = this.#rest.slice(count)
    this.#at = 0
    this.#quote = ''
  }
}
