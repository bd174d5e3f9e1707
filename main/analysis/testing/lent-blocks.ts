// Blocks lent to a tap by a test, with their memory in a heap.

import type { BlockRef } from '#main/capture/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'

export interface LentBlock extends BlockRef {
  references: number
  /** When it became memory, monotonic ms; null while it is read. */
  keptMs: number | null
}

export type BlockFacts = Pick<BlockRef, 'sequence' | 'epoch' | 'firstSample' | 'lostBefore' | 'lastSampleMs'>

/** A block with these codes, one reference held by the caller; the last release frees its memory. */
export function lendBlock(heap: CoherentHeap, codes: Int16Array, channels: number, facts: BlockFacts): LentBlock {
  const address = heap.alloc(codes.byteLength)
  heap.i16(address, codes.length).set(codes)
  const block: LentBlock = {
    ...facts,
    doneMs: facts.lastSampleMs,
    slippedMs: 0,
    address,
    bytes: codes.byteLength,
    capacityBytes: Math.ceil(codes.byteLength / 4096) * 4096,
    scans: codes.length / channels,
    references: 1,
    keptMs: null,
    retain() {
      block.references++
    },
    release() {
      block.references--
      if (block.references === 0) heap.free(address)
    },
    keep(sinceMs) {
      block.keptMs = sinceMs
    },
    forget() {
      block.release()
    },
    hold() {
      block.references++
    },
  }
  return block
}
