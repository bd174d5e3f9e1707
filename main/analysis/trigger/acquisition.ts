// What the analyser knows at one moment, as views and frames read it.
import type { BandwidthLimit } from '../bandwidth/filtered-blocks.ts'
import type { BlockIndex } from '../stream/block-index.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { GapList } from '../stream/gap-list.ts'
import type { CodeTrigger } from './code-trigger.ts'
import type { TriggerLog } from './trigger-log.ts'

export interface Acquisition {
  readonly format: AnalysedFormat
  readonly blocks: BlockIndex
  readonly gaps: GapList
  /** The bandwidth limits in force, and what was left out because it was not filtered in time; none: all is as captured. */
  readonly limited?: { readonly limits: readonly BandwidthLimit[]; readonly leftOut: GapList }
  readonly triggers: TriggerLog
  readonly trigger: CodeTrigger | null
  /** Samples from `oldest` up to `newest` are in memory; `newest` is one behind the last. */
  readonly oldest: number
  readonly newest: number
  /** The oldest sample that each level of the envelope pyramid still covers. */
  readonly levelOldest: readonly number[]
  /** First sample of the epoch. */
  readonly begin: number
  /** False when the last record stands: everything announced has been taken in and the capture is not running. */
  readonly running: boolean
  readonly nowMs: number
  /** When the newest trigger was found, or the epoch began. Monotonic ms. */
  readonly lastTriggerMs: number
  /** The trigger of a single acquisition: null until it is complete, undefined when the mode is another. */
  readonly single: number | null | undefined
}

/** Windows at least this long are rolled in auto mode: waiting for a whole record would look dead. Seconds. */
export const rollFromSeconds = 0.5

/** How long auto mode waits for a trigger before it shows what there is: two windows, at least 50 ms. */
export function autoTimeoutMs(windowSeconds: number): number {
  return Math.max(50, 2000 * windowSeconds)
}
