// Takes memory from the system before a stream needs it, so that no page fault falls into its first blocks. The same mark
// as the toucher's moves on: what is committed here need not be touched there.
import type { Deferred } from '#main/runtime/clock.ts'
import { type CoherentHeap, pageBytes } from './coherent-heap.ts'
import { touchAhead } from './touch-mark.ts'

/** A few milliseconds of work at a time. */
const pagesPerSlice = 1024

/**
 * Sees to it that the first `bytes` of the heap are backed, at most all of it. What they hold does not change.
 * @param withinMs give up after this long; what was reached by then stays
 * @param isWanted asked again and again: nobody waits for it any more when it is false
 */
export async function commitMemory(
  heap: CoherentHeap,
  bytes: number,
  deferred: Deferred,
  withinMs = Number.POSITIVE_INFINITY,
  isWanted: () => boolean = () => true,
): Promise<void> {
  const words = new Int32Array(heap.buffer)
  const until = Math.ceil(Math.min(bytes, heap.buffer.byteLength) / pageBytes)
  const deadline = performance.now() + withinMs
  const goesOn = (): boolean => isWanted() && performance.now() < deadline
  while (goesOn() && touchAhead(words, heap.touchMark, pagesPerSlice, until) > 0)
    await new Promise<void>((resolve) => deferred.work(resolve))
}
