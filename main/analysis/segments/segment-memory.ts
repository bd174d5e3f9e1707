// The shared memory of segments.
import { segmentFormBytes } from '#main/kernels/index.ts'
import type { MemoryLayout, MemoryRange } from '../stream/memory-layout.ts'
import { tileBytes } from '../stream/tile.ts'
import { mostLines } from '../trigger/search/trigger-search.ts'

/** Scans around a trigger that its instant is interpolated of. */
export const around = 2
/** More triggers than these cannot wait for their last scans: each has at least one, and all but one are of one tile. */
const mostPending = tileBytes / 2 + around + 1

export interface SegmentMemory {
  /** Nothing is written there before segments are wanted. */
  readonly store: MemoryRange
  /** Of the kernel: `keepSegments`. */
  readonly form: number
  /** float64 and u8 of each trigger that waits for its last scans, so many. */
  readonly pending: { readonly samples: number; readonly lines: number; readonly most: number }
}

export function claimSegments(layout: MemoryLayout): SegmentMemory {
  const form = layout.take(segmentFormBytes(mostLines))
  const pending = { samples: layout.take(8 * mostPending), lines: layout.take(mostPending), most: mostPending }
  const bytes = layout.sizes.segmentBytes ?? 0
  return { form, pending, store: { address: layout.take(bytes), bytes } }
}
