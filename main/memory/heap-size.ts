// How large a heap may be: address space is free, but pages that are written are not.
import { formatBytes } from '#shared/units.ts'
import { type UsableMemory, usableMemory } from './memory-limit.ts'

/** The whole address space of 32-bit addresses. */
export const largestHeapBytes = 4 * 2 ** 30
/** With less there is no room for blocks beside what the analysis needs for itself. */
export const smallestHeapBytes = 128 * 2 ** 20
const shareOfMemory = 0.25
const granule = 65536
const largestReserve = 64 * 2 ** 20
/** What the program needs beside the heap: threads, code, buffers of files and sockets. */
const besideHeapBytes = 96 * 2 ** 20

/**
 * Size of a heap that shall hold `wantedBytes`: at most 4 GiB and at most a quarter of the memory the program may use, at
 * least 128 MiB. Only what is written takes real memory, so asking for the most costs nothing by itself.
 */
export function heapBytesFor(wantedBytes = largestHeapBytes, usable: UsableMemory = usableMemory()): number {
  const most = Math.min(largestHeapBytes, usable.bytes * shareOfMemory)
  return Math.max(smallestHeapBytes, Math.floor(Math.min(wantedBytes, most) / granule) * granule)
}

/** What blocks and history of a capture leave to others, bytes: to buffers of clients, to files and streams that are played. */
export function reservedBytes(heapBytes: number): number {
  return Math.min(largestReserve, heapBytes / 8)
}

/** A sentence when a heap of `heapBytes` may bring the program beyond the memory it may use; null when it fits. */
export function heapWarning(heapBytes: number, usable: UsableMemory = usableMemory()): string | null {
  if (heapBytes + besideHeapBytes <= usable.bytes) return null
  const owner = usable.limitedBy === 'container' ? 'this container may use' : 'this machine has'
  return (
    `${formatBytes(heapBytes)} for samples, and what else the program needs, are more than the ` +
    `${formatBytes(usable.bytes)} that ${owner}; the system may end the program`
  )
}
