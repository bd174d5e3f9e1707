// The picture of all blocks at one moment: the newest finished ones, and those the hardware will fill next.
import type { BlockLife, Lanes } from '#shared/contract/topics/lanes.ts'
import type { Circulation } from './circulation.ts'
import type { LifeRing } from './lives.ts'

export interface LanesInput {
  readonly epoch: number
  /** Monotonic ms. */
  readonly nowMs: number
  readonly lives: LifeRing
  readonly circulation: Circulation
  /** Finished blocks the reader has not taken yet. */
  readonly done: number
  readonly bytesPerScan: number
  /** What the next block the reader takes will be. */
  readonly nextSequence: number
  readonly nextSample: number
}

const newestFinished = 64
/** Neighbours on each side of a block that is asked for. */
const beside = 16
const nextInLine = 12

/** Blocks still in line carry the sequence and samples they will have when nothing is lost before them. */
function inLine(input: LanesInput): BlockLife[] {
  const lives: BlockLife[] = []
  const origin = input.lives.originMs
  let { nextSequence, nextSample } = input
  for (const block of input.circulation.queued()) {
    if (lives.length === nextInLine) break
    const scans = Math.floor(block.capacityBytes / input.bytesPerScan)
    const isDone = lives.length < input.done
    lives.push({
      sequence: nextSequence++,
      bytes: block.capacityBytes,
      firstSample: nextSample,
      scans,
      lostBefore: 0,
      queuedMs: block.queuedMs - origin,
      activeMs: block.block.submittedMs - origin,
      doneMs: isDone ? block.filledMs - origin : null,
      heldMs: null,
      readMs: null,
      returnedMs: null,
    })
    nextSample += scans
  }
  return lives
}

/** What all blocks are doing now. */
function countsOf({ epoch, nowMs, lives, circulation, done }: LanesInput): Omit<Lanes, 'lives'> {
  const inHardware = Math.max(circulation.queuedCount - done, 0)
  // One block is being filled; those behind it wait in the hardware's queue.
  const active = Math.min(inHardware, 1)
  return {
    epoch,
    nowMs: nowMs - lives.originMs,
    queued: inHardware - active,
    active,
    done,
    held: circulation.readerCount,
    kept: circulation.keptCount,
  }
}

export function snapshotLanes(input: LanesInput): Lanes {
  return { ...countsOf(input), lives: [...input.lives.newest(newestFinished), ...inLine(input)] }
}

/** The lanes around the block that holds a sample; null when its life is not known any more, or not yet. */
export function lanesAround(input: LanesInput, sample: number): Lanes | null {
  const lives = input.lives.around(sample, beside)
  return lives.length === 0 ? null : { ...countsOf(input), lives }
}
