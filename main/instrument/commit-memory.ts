// Takes the memory of a stream from the system before the stream needs it: a page that is there costs the hardware
// thread no fault in the middle of a block, and the memory of the process is flat from its first second on.
import type { CoherentHeap } from '#main/memory/index.ts'
import { pageBytes } from '#main/memory/index.ts'
import type { Deferred } from '#main/runtime/clock.ts'

/** About a millisecond of work at a time. */
const sliceBytes = 2 << 20

export class MemoryCommitter {
  readonly #words: Int32Array
  readonly #deferred: Deferred
  #done = 0
  #wanted = 0

  constructor(heap: CoherentHeap, deferred: Deferred) {
    this.#words = new Int32Array(heap.buffer)
    this.#deferred = deferred
  }

  /** Sees to it, soon, that the first `bytes` of the heap are there. What they hold does not change. */
  commit(bytes: number): void {
    const isIdle = this.#done >= this.#wanted
    this.#wanted = Math.max(this.#wanted, Math.min(bytes, this.#words.byteLength))
    if (isIdle) this.#goOn()
  }

  #goOn(): void {
    const end = Math.min(this.#done + sliceBytes, this.#wanted)
    // A write that changes nothing, safe beside whoever else writes there.
    for (let at = this.#done; at < end; at += pageBytes) Atomics.or(this.#words, at / 4, 0)
    this.#done = end
    if (this.#done < this.#wanted) this.#deferred.work(() => this.#goOn())
  }
}
