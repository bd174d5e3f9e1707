// Bytes between two threads. Where they lie in shared memory, only the place goes across, and the memory once; others are copied.
import { ownBytes } from '#shared/port/bytes.ts'

export type SentPiece =
  | Uint8Array
  | {
      readonly memory: number
      readonly at: number
      readonly length: number
      /** The memory that has this number from now on. Absent: it was sent before. */
      readonly shared?: SharedArrayBuffer
    }

/** The side that sends. */
export class PieceSender {
  readonly #numbers = new Map<SharedArrayBuffer, number>()
  readonly #free: number[] = []

  send(piece: Uint8Array): SentPiece {
    const { buffer, byteOffset: at, byteLength: length } = piece
    if (!(buffer instanceof SharedArrayBuffer)) return ownBytes(piece)
    const known = this.#numbers.get(buffer)
    if (known !== undefined) return { memory: known, at, length }
    const memory = this.#free.pop() ?? this.#numbers.size
    this.#numbers.set(buffer, memory)
    return { memory, at, length, shared: buffer }
  }

  /** Nothing of this memory is sent any more; its number is the next one's. */
  forget(buffer: SharedArrayBuffer): void {
    const memory = this.#numbers.get(buffer)
    if (memory === undefined) return
    this.#numbers.delete(buffer)
    this.#free.push(memory)
  }
}

/** The side that takes, in the order in which it was sent. */
export class PieceReceiver {
  readonly #memories: SharedArrayBuffer[] = []

  take(sent: SentPiece): Uint8Array {
    if (sent instanceof Uint8Array) return sent
    const { memory, at, length, shared } = sent
    if (shared !== undefined) this.#memories[memory] = shared
    return new Uint8Array(this.#memories[memory]!, at, length)
  }
}
