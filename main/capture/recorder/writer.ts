// Bytes of blocks to a sink, in order and straight from the coherent heap. While one write is under way what arrives
// waits; then it goes in gathered writes. So small blocks cost little, and a block is held only until it is written.
import type { Clock } from '#main/runtime/clock.ts'
import type { ErrnoError } from '#shared/errors.ts'
import type { BlockRef } from '../tap.ts'
import { fileError } from './file-error.ts'
import type { SampleSink } from './sinks/sink.ts'

/** The kernel takes at most 1024 pieces in one gathered write; and blocks come back sooner when fewer go together. */
const mostPieces = 512
const mostBytes = 32 << 20
/** One write is to take about so long, ms: a slow disk too shows that it goes on. */
const writeMs = { least: 100, most: 500 } as const
const leastBytes = 4 << 10

interface Piece {
  readonly block: BlockRef
  readonly bytes: Uint8Array
  /** What has to be said of the samples before they are written: see {@link WriterOptions.describe}. */
  readonly mark: number
}

export interface WriterOptions {
  readonly sink: SampleSink
  readonly clock: Pick<Clock, 'nowMs'>
  readonly bytesOf: (address: number, length: number) => Uint8Array
  /** Marks up to this one are on the disk. */
  described(): number
  /** Resolves when the mark is on the disk: what must be known of samples is there before they are. */
  describe(mark: number): Promise<void>
  /** It stopped writing; called once. */
  onProblem(problem: ErrnoError): void
}

export class BlockWriter {
  readonly #options: WriterOptions
  #waiting: Piece[] = []
  #waitingBytes = 0
  #writing: Promise<void> | null = null
  #bytesWritten = 0
  #problem: ErrnoError | null = null
  /** Bytes of the next write, at most. */
  #stride = 1 << 20

  constructor(options: WriterOptions) {
    this.#options = options
  }

  get bytesWritten(): number {
    return this.#bytesWritten
  }

  /** Bytes taken that are not written yet. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /** Why it stopped writing; null while all is well. */
  get problem(): ErrnoError | null {
    return this.#problem
  }

  /**
   * Holds the block and writes its first `length` bytes after all that came before, once `mark` is described. Ignored
   * after a problem.
   */
  append(block: BlockRef, length: number, mark: number): void {
    if (this.#problem !== null) return
    block.retain()
    this.#waiting.push({ block, bytes: this.#options.bytesOf(block.address, length), mark })
    this.#waitingBytes += length
    this.#writing ??= this.#writeAll()
  }

  /**
   * Lets go of all that the sink was not given yet: it does not answer. What it was given is held until it does, because it may
   * still read it; then nothing follows.
   */
  abandon(problem: ErrnoError): void {
    this.#problem ??= problem
    this.#letGo()
  }

  /** Resolves when everything appended is written, or given up. Never rejects: see {@link problem}. */
  async drain(): Promise<void> {
    while (this.#writing !== null) await this.#writing
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const { mark } = this.#waiting[0]!
        if (mark > this.#options.described()) await this.#options.describe(mark)
        else await this.#writeSome(this.#takeBatch())
      }
    } catch (thrown) {
      this.#problem = fileError(thrown, this.#options.sink.name)
      this.#letGo()
      this.#options.onProblem(this.#problem)
    } finally {
      this.#writing = null
    }
  }

  #letGo(): void {
    for (const { block } of this.#waiting.splice(0)) block.release()
    this.#waitingBytes = 0
  }

  /** The next pieces that may be written together. */
  #takeBatch(): readonly Piece[] {
    const described = this.#options.described()
    let bytes = 0
    let count = 0
    for (const piece of this.#waiting) {
      if (count === mostPieces || piece.mark > described || (count > 0 && bytes + piece.bytes.byteLength > mostBytes))
        break
      bytes += piece.bytes.byteLength
      count++
    }
    return this.#waiting.splice(0, count)
  }

  /** A write may take less than all; the next one then says why. */
  async #writeSome(pieces: readonly Piece[]): Promise<void> {
    let left: readonly Uint8Array[] = pieces.map((piece) => piece.bytes)
    try {
      while (left.length > 0 && this.#problem === null) {
        const taken = await this.#write(prefix(left, this.#stride))
        this.#bytesWritten += taken
        this.#waitingBytes = Math.max(0, this.#waitingBytes - taken)
        left = skip(left, taken)
      }
    } finally {
      for (const { block } of pieces) block.release()
    }
  }

  async #write(pieces: readonly Uint8Array[]): Promise<number> {
    const { sink, clock } = this.#options
    const beginMs = clock.nowMs()
    const taken = await sink.write(pieces)
    const tookMs = clock.nowMs() - beginMs
    if (tookMs > writeMs.most) this.#stride = Math.max(leastBytes, this.#stride / 2)
    else if (tookMs < writeMs.least) this.#stride = Math.min(mostBytes, this.#stride * 2)
    return taken
  }
}

/** The first `bytes` bytes of the pieces, or all of them. */
export function prefix(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let room = bytes
  let count = 0
  while (count < pieces.length && pieces[count]!.byteLength <= room) room -= pieces[count++]!.byteLength
  if (count === pieces.length || room === 0) return pieces.slice(0, count)
  return [...pieces.slice(0, count), pieces[count]!.subarray(0, room)]
}

/** What remains of the pieces after their first `bytes` bytes. */
export function skip(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let rest = bytes
  let index = 0
  while (index < pieces.length && rest >= pieces[index]!.byteLength) rest -= pieces[index++]!.byteLength
  if (rest === 0) return pieces.slice(index)
  return [pieces[index]!.subarray(rest), ...pieces.slice(index + 1)]
}
