// How large a heap may be: address space is free, but pages that are written are not.
import { totalmem } from 'node:os'

/** The whole address space of 32-bit addresses. */
export const largestHeapBytes = 4 * 2 ** 30
const smallestHeapBytes = 64 * 2 ** 20
const shareOfPhysicalMemory = 0.25
const granule = 65536

/**
 * Size of a heap that shall hold `wantedBytes`: at most 4 GiB and at most a quarter of the machine's memory, at least
 * 64 MiB. Only what is written takes real memory, so asking for the most costs nothing by itself.
 */
export function heapBytesFor(wantedBytes = largestHeapBytes, physicalBytes = totalmem()): number {
  const most = Math.min(largestHeapBytes, physicalBytes * shareOfPhysicalMemory)
  return Math.max(smallestHeapBytes, Math.floor(Math.min(wantedBytes, most) / granule) * granule)
}
