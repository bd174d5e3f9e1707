// Hands out the analysis's shared memory. Host, thread and lanes lay it out alike, each on its own, from the same sizes:
// a part's claim takes what the part needs, and the part is given that and nothing else.

/** What decides how much memory there is to lay out. */
export interface AnalysisSizes {
  /** Block memory kept for looking back, at most, bytes. */
  readonly historyBytes: number
  /** Threads that help with drawing. */
  readonly lanes: number
  /** For segments, bytes. Default 0: none can be kept. */
  readonly segmentBytes?: number
}

/** A stretch of shared memory. */
export interface MemoryRange {
  readonly address: number
  readonly bytes: number
}

/** Every claim begins on a cache line of its own. */
const lineBytes = 64

export class MemoryLayout {
  readonly base: number
  readonly sizes: AnalysisSizes
  readonly #zeroed: MemoryRange[] = []
  #at: number

  /** @param base address, a multiple of 64 */
  constructor(base: number, sizes: AnalysisSizes) {
    this.base = base
    this.sizes = sizes
    this.#at = base
  }

  /** Address of so many bytes, whatever is in them: whoever takes them writes before it reads. */
  take(bytes: number): number {
    const address = this.#at
    this.#at += Math.ceil(bytes / lineBytes) * lineBytes
    return address
  }

  /** Address of so many bytes that are zero when the thread begins. */
  takeZeroed(bytes: number): number {
    const address = this.take(bytes)
    this.#zeroed.push({ address, bytes })
    return address
  }

  /** What the host has to clear before the thread begins. */
  get zeroed(): readonly MemoryRange[] {
    return this.#zeroed
  }

  /** Bytes taken so far. */
  get bytes(): number {
    return this.#at - this.base
  }
}
