// Shared memory that the encoded bytes of one answer lie in. It grows to the longest answer there was.
import type { PieceSender, SentPiece } from './shared-pieces.ts'

const leastBytes = 1 << 20

export class Slab {
  readonly #sender: PieceSender
  #memory = new SharedArrayBuffer(leastBytes)
  #parts: (Uint8Array | { readonly from: number; to: number })[] = []
  #length = 0

  constructor(sender: PieceSender) {
    this.#sender = sender
  }

  /** What was in it is not needed any more. */
  clear(): void {
    this.#parts = []
    this.#length = 0
  }

  /** Bytes in shared memory stay where they are; others are copied. */
  append(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return
    if (bytes.buffer instanceof SharedArrayBuffer) {
      this.#parts.push(bytes)
      return
    }
    const from = this.#length
    const to = from + bytes.byteLength
    if (to > this.#memory.byteLength) this.#grow(to)
    new Uint8Array(this.#memory).set(bytes, from)
    this.#length = to
    const last = this.#parts.at(-1)
    if (last === undefined || last instanceof Uint8Array) this.#parts.push({ from, to })
    else last.to = to
  }

  /** All that was appended since it was cleared, in order. */
  sent(): readonly SentPiece[] {
    return this.#parts.map((part) =>
      this.#sender.send(
        part instanceof Uint8Array ? part : new Uint8Array(this.#memory, part.from, part.to - part.from),
      ),
    )
  }

  #grow(bytes: number): void {
    const before = this.#memory
    this.#memory = new SharedArrayBuffer(2 ** Math.ceil(Math.log2(bytes)))
    new Uint8Array(this.#memory).set(new Uint8Array(before, 0, this.#length))
    this.#sender.forget(before)
  }
}
