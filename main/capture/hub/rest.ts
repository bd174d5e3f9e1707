// The end of a stream: what is with the queue beyond its finished blocks, after the disable.
import type { Circulation } from './circulation.ts'
import type { BlockQueue } from './queue.ts'

/**
 * Where the queue holds more than its blocks do (a FIFO), it gets further blocks; `drain` takes those that are done.
 * @param onMissing hears of scans that there is no memory for, and of those that the device lost last
 * @throws what `drain` throws; then everything that is left is missing
 */
export function drainRest(
  queue: BlockQueue,
  circulation: Circulation,
  drain: () => void,
  onMissing: (scans: number) => void,
): void {
  try {
    drain()
    let before = Number.POSITIVE_INFINITY
    while (queue.outgoingScans > 0 && queue.outgoingScans < before && circulation.ensureQueued()) {
      before = queue.outgoingScans
      drain()
    }
  } finally {
    const lost = queue.dropRest?.() ?? 0
    if (lost > 0) onMissing(lost)
  }
}
