// Where segments are kept: records of equal length, one behind the other, each with the place of its trigger before its samples.
import { segmentHeadBytes as headBytes } from '#main/kernels/index.ts'
import type { MemoryRange } from '../stream/memory-layout.ts'

const pageBytes = 4096

/** Bytes that a segment takes. */
export function segmentBytes(scans: number, channels: number): number {
  return headBytes + Math.ceil((scans * channels * 2) / 8) * 8
}

export class SegmentStore {
  readonly #buffer: SharedArrayBuffer
  readonly #memory: MemoryRange
  readonly #heads: Float64Array
  readonly #bytesOf: Uint8Array
  #bytes = headBytes
  #channels = 1
  #scans = 1
  /** So many bytes, from the first on, are backed by memory. */
  #backed = 0

  constructor(buffer: SharedArrayBuffer, memory: MemoryRange) {
    this.#buffer = buffer
    this.#memory = memory
    this.#heads = new Float64Array(buffer, memory.address, Math.floor(memory.bytes / 8))
    this.#bytesOf = new Uint8Array(buffer, memory.address, memory.bytes)
  }

  /** Lays it out anew, for segments of this form; what was in it is gone. Returns how many there is room for. */
  configure(scans: number, channels: number): number {
    this.#scans = scans
    this.#channels = channels
    this.#bytes = segmentBytes(scans, channels)
    return Math.floor(this.#memory.bytes / this.#bytes)
  }

  /**
   * Writes to the next pages that so many bytes will take, without changing what is in them: the system gives a page when it is
   * first written, which costs more than the samples that come to lie in it. Of memory that is backed already nothing is written.
   * @returns whether there are more of them
   */
  prepare(bytes: number, pages: number): boolean {
    const end = Math.min(bytes, this.#memory.bytes)
    for (let k = 0; k < pages && this.#backed < end; k++) {
      this.#bytesOf[this.#backed] = this.#bytesOf[this.#backed]!
      this.#backed += pageBytes
    }
    return this.#backed < end
  }

  /** Scans of a segment. */
  get scans(): number {
    return this.#scans
  }

  get channels(): number {
    return this.#channels
  }

  /** Address of a segment, where its head is. */
  head(index: number): number {
    return this.#memory.address + index * this.#bytes
  }

  /** Address of the first scan of a segment. */
  address(index: number): number {
    return this.head(index) + headBytes
  }

  note(index: number, sample: number, lag: number): void {
    const at = (index * this.#bytes) / 8
    this.#heads[at] = sample
    this.#heads[at + 1] = lag
  }

  /** Sample of the trigger. */
  sample(index: number): number {
    return this.#heads[(index * this.#bytes) / 8]!
  }

  /** Scans from the instant of the trigger to its sample: 0 up to 1. */
  lag(index: number): number {
    return this.#heads[(index * this.#bytes) / 8 + 1]!
  }

  /** Scans from the instant of the segment before to that of this one. */
  distance(index: number): number {
    return this.sample(index) - this.sample(index - 1) - (this.lag(index) - this.lag(index - 1))
  }

  /** The codes of a segment, channels interleaved, in place. */
  codes(index: number): Int16Array {
    return new Int16Array(this.#buffer, this.address(index), this.#scans * this.#channels)
  }

  /** Forgets the segments from `from` up to `until`, of so many; those behind move up. */
  remove(from: number, until: number, kept: number): void {
    this.#bytesOf.copyWithin(from * this.#bytes, until * this.#bytes, kept * this.#bytes)
  }
}
