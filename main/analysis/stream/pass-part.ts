// What takes part in the single pass over the samples. Every part is given a tile before the next one is touched, so that
// the memory is read once, however many parts there are.
import type { AnalysedFormat } from './format.ts'
import type { Tile } from './tile.ts'

/**
 * What a thread that is late leaves out, until it has caught up. It draws less before it looks for triggers less: what is
 * not drawn was still examined.
 */
export type Leaving = 'nothing' | 'pictures' | 'all'

/** A stretch of the stream that is behind the thread, and whose memory was its own all the while. */
export interface PassedStretch {
  readonly scans: number
  /** False: all parts that may be left out were, the trigger with them. */
  readonly isExamined: boolean
  /** Samples from `oldest` up to `end` are in memory. */
  readonly oldest: number
  readonly end: number
}

/**
 * Called in this order, for each stretch of a block: `restart` if the stretch does not follow the one before, `take` for
 * each of its tiles, `finish`; then `retract` and no `passed` if the memory of the stretch was given back meanwhile. Where only older
 * memory was, that a part has read (`takeOldestRead`), that part is retracted, and all are told `passed`.
 */
export interface PassPart {
  /** When a thread that is late leaves it out: pictures first, what examines the samples last. */
  readonly leftOut: 'never' | 'first' | 'last'
  /** Another stream begins: nothing of the one before counts. */
  begin(format: AnalysedFormat): void
  /** The next tile begins at `sample` and does not follow the last one: samples were lost, or left out, or retracted. */
  restart(sample: number): void
  take(tile: Tile): void
  /** The stretch ends before sample `end`: what was put off is done now, while its memory is there. */
  finish?(end: number): void
  /** The oldest sample read since this was last asked, if that may lie before the stretch; Infinity: none was. */
  takeOldestRead?(): number
  /** What was read since the begin of the stretch, `sample`, was given back meanwhile: nothing found in it counts. */
  retract(sample: number): void
  passed?(stretch: PassedStretch): void
  /** From `sample` on the signal is another one, by a change of its source or its scale; it may be behind the parts already. */
  seam?(sample: number): void
  /** It waits for samples that must not be missed: rather than to leave it out the thread may be late, as long as the memory lasts. */
  readonly isCollecting?: boolean
  /** The oldest sample it still tells something of. */
  readonly oldestKept?: number
}
