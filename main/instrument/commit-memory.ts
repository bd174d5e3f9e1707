// Takes memory from the system before a stream needs it, so that the memory of the process is flat from its first second
// on however block sizes change, and no page fault falls into a block.
import type { CoherentHeap } from '#main/memory/index.ts'
import { pageBytes } from '#main/memory/index.ts'
import type { Deferred } from '#main/runtime/clock.ts'

/** A few milliseconds of work at a time. */
const sliceBytes = 4 << 20

/** Sees to it that the first `bytes` of the heap are there. What they hold does not change. */
export async function commitMemory(heap: CoherentHeap, bytes: number, deferred: Deferred): Promise<void> {
  const words = new Int32Array(heap.buffer)
  const end = Math.min(bytes, words.byteLength)
  for (let at = 0; at < end; ) {
    // A write that changes nothing, safe beside whoever else writes there.
    for (const until = Math.min(at + sliceBytes, end); at < until; at += pageBytes) Atomics.or(words, at / 4, 0)
    await new Promise<void>((resolve) => deferred.work(resolve))
  }
}
