// What blocks are doing, and did: for the DMA lanes.
import { maxCount, record, whole, within } from '../../rpc/shapes.ts'
import { defineTopic, looking, newest, of } from '../../rpc/topic.ts'

/**
 * Lives of blocks, oldest first, for the DMA lanes. Times are in ms of the stream clock (0 = stream begin); null = not yet.
 * `queued` and `active` begin when the block was handed to the queue / to the hardware, `done` when its last sample was
 * there, `held` when the reader took it; `read` when the last reader (the analysis, a recording) let go of it. From then on
 * only memory keeps it, until it is returned to the hardware.
 */
export interface BlockLife {
  readonly sequence: number
  readonly bytes: number
  readonly firstSample: number
  readonly scans: number
  readonly lostBefore: number
  readonly queuedMs: number
  readonly activeMs: number
  readonly doneMs: number | null
  readonly heldMs: number | null
  readonly readMs: number | null
  readonly returnedMs: number | null
}

export interface Lanes {
  readonly epoch: number
  readonly nowMs: number
  /** Counts of all blocks by what they are doing now. */
  readonly queued: number
  readonly active: number
  readonly done: number
  /** Held by a reader. */
  readonly held: number
  /** Held by memory alone. */
  readonly kept: number
  readonly lives: readonly BlockLife[]
}

export const lanes = defineTopic({
  calls: {
    /** The lives around the block that holds a sample of an epoch. ENOENT when its life is not known any more, or not yet. */
    lanesAround: looking(record({ epoch: whole(0, 2 ** 32 - 1), sample: within(0, maxCount) }), of<Lanes>()),
  },
  events: { lanes: newest<Lanes>() },
})
