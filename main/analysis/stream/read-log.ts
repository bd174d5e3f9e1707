// Which blocks the analyser has read, and when: a ring in shared memory, written by the thread, from which the host learns
// what of its blocks is memory by now.
import type { MemoryLayout } from './memory-layout.ts'

/** Blocks read last that are noted: more than the analyser reads between two looks of the host. */
const capacity = 1024
/** Float64 words of each: epoch, one behind its last sample, when it had been read (ms). */
const wordsPerBlock = 3

export interface ReadLogMemory {
  /** int32: blocks read so far. */
  readonly count: number
  readonly blocks: number
}

export function claimReadLog(layout: MemoryLayout): ReadLogMemory {
  return { count: layout.takeZeroed(64), blocks: layout.takeZeroed(capacity * wordsPerBlock * 8) }
}

/** What was noted of one block. */
export interface ReadBlock {
  readonly epoch: number
  /** One behind its last sample. */
  readonly end: number
  /** Monotonic ms. */
  readonly atMs: number
}

export class ReadLog {
  readonly #words: Int32Array
  readonly #count: number
  readonly #values: Float64Array

  constructor(buffer: SharedArrayBuffer, memory: ReadLogMemory) {
    this.#words = new Int32Array(buffer)
    this.#count = memory.count / 4
    this.#values = new Float64Array(buffer, memory.blocks, capacity * wordsPerBlock)
  }

  /** Analyser: it has read the block that ends before `end`, and looks at it as memory from now on. */
  note(epoch: number, end: number, atMs: number): void {
    const count = Atomics.load(this.#words, this.#count)
    const at = ((count >>> 0) % capacity) * wordsPerBlock
    this.#values[at] = epoch
    this.#values[at + 1] = end
    this.#values[at + 2] = atMs
    Atomics.store(this.#words, this.#count, count + 1)
  }

  /** Host: blocks the analyser has read since it was started. */
  get count(): number {
    return Atomics.load(this.#words, this.#count) >>> 0
  }

  /** Host: the number of the oldest block whose note can be read when `count` were: the next one may be on its way. */
  oldest(count: number): number {
    return Math.max(0, count - capacity + 1)
  }

  /** Host: what was noted of a block by its number. Of one that is too long ago it is what was noted of a later one. */
  at(number: number): ReadBlock {
    const at = (number % capacity) * wordsPerBlock
    return { epoch: this.#values[at]!, end: this.#values[at + 1]!, atMs: this.#values[at + 2]! }
  }
}
