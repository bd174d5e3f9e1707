// Triggers that wait for the last scans of their segments, oldest first.
import type { SegmentMemory } from './segment-memory.ts'

/** Of a trigger that is none of the signal. */
const noLine = 255

export class PendingTriggers {
  readonly #memory: SegmentMemory['pending']
  readonly #samples: Float64Array
  readonly #lines: Uint8Array
  /** Places of the oldest, and one behind the newest. */
  #head = 0
  #tail = 0

  constructor(buffer: SharedArrayBuffer, memory: SegmentMemory['pending']) {
    this.#memory = memory
    this.#samples = new Float64Array(buffer, memory.samples, memory.most)
    this.#lines = new Uint8Array(buffer, memory.lines, memory.most)
  }

  get count(): number {
    return this.#tail - this.#head
  }

  clear(): void {
    this.#head = this.#tail = 0
  }

  /** @param line which of the trigger's lines it met; null: it is none of the signal */
  push(sample: number, line: number | null): void {
    this.#lines[this.#tail] = line ?? noLine
    this.#samples[this.#tail++] = sample
  }

  /** Sample of the k-th of them. */
  sample(k: number): number {
    return this.#samples[this.#head + k]!
  }

  /** The line it met; null: it is none of the signal. */
  line(k: number): number | null {
    const line = this.#lines[this.#head + k]!
    return line === noLine ? null : line
  }

  /** So many of them come before `sample`. */
  before(sample: number): number {
    let until = this.#tail
    while (until > this.#head && this.#samples[until - 1]! >= sample) until--
    return until - this.#head
  }

  /** Addresses of the oldest, where the kernel reads it and those behind it. */
  get addresses(): { readonly samples: number; readonly lines: number } {
    const { samples, lines } = this.#memory
    return { samples: samples + 8 * this.#head, lines: lines + this.#head }
  }

  /** Forgets the oldest, so many. */
  drop(count: number): void {
    this.#head += count
    if (this.#head === this.#tail) this.clear()
  }

  /** What still waits moves to the front: it is one, or a few where a segment ends with its trigger. */
  compact(): void {
    if (this.#head === 0) return
    this.#samples.copyWithin(0, this.#head, this.#tail)
    this.#lines.copyWithin(0, this.#head, this.#tail)
    this.#tail -= this.#head
    this.#head = 0
  }
}
