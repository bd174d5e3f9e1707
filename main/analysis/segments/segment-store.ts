// Where segments are kept: records of equal length, one behind the other, each with the place of its trigger before its samples.
import type { MemoryLayout, MemoryRange } from '../stream/memory-layout.ts'

/** Nothing is written there before segments are wanted. */
export function claimSegments(layout: MemoryLayout): MemoryRange {
  const bytes = layout.sizes.segmentBytes ?? 0
  return { address: layout.take(bytes), bytes }
}

/** float64: the trigger's sample, and how far before it the instant is, in scans. */
const headWords = 2
const headBytes = headWords * 8

/** Bytes that a segment takes. */
export function segmentBytes(scans: number, channels: number): number {
  return headBytes + Math.ceil((scans * channels * 2) / 8) * 8
}

export class SegmentStore {
  readonly #buffer: SharedArrayBuffer
  readonly #memory: MemoryRange
  readonly #heads: Float64Array
  #bytes = headBytes
  #channels = 1
  #scans = 1

  constructor(buffer: SharedArrayBuffer, memory: MemoryRange) {
    this.#buffer = buffer
    this.#memory = memory
    this.#heads = new Float64Array(buffer, memory.address, Math.floor(memory.bytes / 8))
  }

  /** Lays it out anew, for segments of this form; what was in it is gone. Returns how many there is room for. */
  configure(scans: number, channels: number): number {
    this.#scans = scans
    this.#channels = channels
    this.#bytes = segmentBytes(scans, channels)
    return Math.floor(this.#memory.bytes / this.#bytes)
  }

  /** Scans of a segment. */
  get scans(): number {
    return this.#scans
  }

  get channels(): number {
    return this.#channels
  }

  /** Address of the first scan of a segment. */
  address(index: number): number {
    return this.#memory.address + index * this.#bytes + headBytes
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
    const bytes = new Uint8Array(this.#buffer, this.#memory.address, this.#memory.bytes)
    bytes.copyWithin(from * this.#bytes, until * this.#bytes, kept * this.#bytes)
  }
}
