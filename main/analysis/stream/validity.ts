// The words both sides look at without asking: which samples are still in memory, and how much of it is kept. Memory
// belongs to the host, which says here that it is gone before it gives it back.
import type { MemoryLayout } from './memory-layout.ts'

export interface ValidityMemory {
  /** int32: the epoch {@link oldestSample} speaks of. */
  readonly epoch: number
  /** int64: samples before this one may be overwritten at any moment. */
  readonly oldestSample: number
  /** float64: block memory the host keeps at present, at most, bytes. */
  readonly budget: number
}

export function claimValidity(layout: MemoryLayout): ValidityMemory {
  return { epoch: layout.takeZeroed(64), oldestSample: layout.takeZeroed(64), budget: layout.takeZeroed(64) }
}

export class Validity {
  readonly #words: Int32Array
  readonly #longs: BigInt64Array
  readonly #epoch: number
  readonly #oldestSample: number
  readonly #budget: Float64Array

  constructor(buffer: SharedArrayBuffer, memory: ValidityMemory) {
    this.#words = new Int32Array(buffer)
    this.#longs = new BigInt64Array(buffer)
    this.#epoch = memory.epoch / 4
    this.#oldestSample = memory.oldestSample / 8
    this.#budget = new Float64Array(buffer, memory.budget, 1)
  }

  /** Host: nothing of an earlier epoch is valid from now on. Before those blocks are released. */
  beginEpoch(epoch: number): void {
    Atomics.store(this.#words, this.#epoch, epoch)
    Atomics.store(this.#longs, this.#oldestSample, 0n)
  }

  /** Host: samples before `sample` may be overwritten from now on. Before the blocks that hold them are released. */
  setOldestValid(sample: number): void {
    Atomics.store(this.#longs, this.#oldestSample, BigInt(sample))
  }

  /**
   * Analyser: the oldest sample of `epoch` still in memory, Infinity when none is. Called after reading raw samples, it
   * tells whether they were whole: the read-modify-write keeps the reads before it.
   */
  oldestValid(epoch: number): number {
    if (Atomics.add(this.#words, this.#epoch, 0) !== epoch) return Number.POSITIVE_INFINITY
    return Number(Atomics.load(this.#longs, this.#oldestSample))
  }

  /** Host: so much block memory is kept from now on, bytes. */
  set budgetBytes(bytes: number) {
    this.#budget[0] = bytes
  }

  /** Analyser: what it may be late by, in bytes of the stream. */
  get budgetBytes(): number {
    return this.#budget[0]!
  }
}
