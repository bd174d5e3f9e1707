// Chunks, as RIFF (WAV) and IFF (AIFF) files have them: a name of four letters, a length, the body, and a byte more when
// the length is odd. Read through a window, so that a file of millions of tiny chunks costs no more than its bytes.
import { fail, say } from '#shared/errors.ts'
import { type ByteFile, readPart } from '../byte-file.ts'

export interface Chunk {
  readonly name: string
  /** Where its body begins. */
  readonly body: number
  /** As it is written there; may be wrong. */
  readonly length: number
}

/** More chunks than any recorder writes. */
const mostChunks = 100_000
const windowBytes = 1 << 16

export class ChunkReader {
  readonly #file: ByteFile
  readonly #bigEndian: boolean
  readonly #known: ReadonlySet<string>
  #window: Uint8Array = new Uint8Array(0)
  #windowAt = 0
  #count = 0

  /** @param known names that tell a chunk from what only looks like one */
  constructor(file: ByteFile, bigEndian: boolean, known: ReadonlySet<string>) {
    this.#file = file
    this.#bigEndian = bigEndian
    this.#known = known
  }

  /** The chunk whose head is at `offset`; null at the end of the file. @throws EINVAL after far too many chunks */
  at(offset: number): Chunk | null {
    const head = this.bytes(offset, 8)
    if (head.length < 8) return null
    if (++this.#count > mostChunks)
      fail('EINVAL', say`${this.#file.path} has more than ${mostChunks} chunks and no samples among them.`)
    return { name: nameOf(head), body: offset + 8, length: this.#u32(head, 4) }
  }

  /**
   * Where the chunk behind this one begins. An odd one is followed by a byte of padding, which some recorders forget:
   * then the next name is found without it.
   */
  behind(chunk: Chunk): number {
    const end = chunk.body + chunk.length
    if (chunk.length % 2 === 0) return end
    const [padded, unpadded] = [nameOf(this.bytes(end + 1, 4)), nameOf(this.bytes(end, 4))]
    if (this.#known.has(padded)) return end + 1
    return this.#known.has(unpadded) || (isName(unpadded) && !isName(padded)) ? end : end + 1
  }

  /** Whether a chunk of a known name begins there. */
  isKnownAt(offset: number): boolean {
    return this.#known.has(nameOf(this.bytes(offset, 4)))
  }

  /** The bytes from `offset` on; fewer at the end of the file. At most as many as the window has. */
  bytes(offset: number, length: number): Uint8Array {
    const from = offset - this.#windowAt
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length)
    this.#window = readPart(this.#file, offset, windowBytes)
    this.#windowAt = offset
    return this.#window.subarray(0, length)
  }

  #u32(bytes: Uint8Array, at: number): number {
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, !this.#bigEndian)
  }
}

const isName = (name: string): boolean => /^[\x20-\x7e]{4}$/.test(name)

export function nameOf(bytes: Uint8Array, at = 0): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}
