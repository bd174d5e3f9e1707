// The memory of searches that live of crossings.
import type { MemoryLayout } from '../stream/memory-layout.ts'
import { tileBytes } from '../stream/tile.ts'

/** A line has a state of its own; one channel has two lines at most. */
export const mostLines = 16
const linesOfChannel = 2

/** Memory of all searches that find crossings: one of them is at work. */
export interface LineMemory {
  /** i32 for each line: its state. */
  readonly states: number
  /** u32 words of the crossings of one tile. */
  readonly words: number
}

export function claimLines(layout: MemoryLayout): LineMemory {
  return { states: layout.takeZeroed(4 * mostLines), words: layout.take((tileBytes / 2) * 4 * linesOfChannel) }
}
