// A place in a message, whose characters are bytes.
import { refuse } from './errors.ts'

export class Cursor {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  /** The next character; empty at the end. */
  get sign(): string {
    return this.#text[this.#at] ?? ''
  }

  /** Nothing that belongs to what was read follows: white space, a separator, or the end. */
  get isBetween(): boolean {
    return this.isAtEnd || /[\s\0-\x20,;]/.test(this.sign)
  }

  skip(count: number): void {
    this.#at += count
  }

  skipSpace(): void {
    this.take(/[\0-\x20]+/y)
  }

  /** @param shape sticky; what it finds here is taken, empty when it finds nothing */
  take(shape: RegExp): string {
    shape.lastIndex = this.#at
    const found = shape.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  /** At most so many characters. */
  takeSigns(count: number): string {
    const taken = this.#text.slice(this.#at, this.#at + count)
    this.#at += taken.length
    return taken
  }

  takeAll(): string {
    return this.takeSigns(this.#text.length)
  }

  /** The next character cannot stand here. */
  refuseSign(): never {
    const { sign } = this
    if (sign === '') return refuse(-109)
    return /[\s!-~]/.test(sign) && !/[$@[\\\]^`{|}~]/.test(sign) ? refuse(-102, sign) : refuse(-101)
  }
}
