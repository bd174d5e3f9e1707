// A trigger in the terms of the samples.
import type { TriggerMode } from '#shared/contract/trigger.ts'

/** An edge trigger in codes of its channel. */
export interface CodeTrigger {
  /** `single`: the first record after the arming stays. */
  readonly mode: TriggerMode | 'single'
  /** Scan index of the channel; when that channel is not in the scan there is no trigger. */
  readonly scanIndex: number
  readonly slope: 'rising' | 'falling'
  /** Codes; rounded to the nearest one. */
  readonly level: number
  /**
   * Codes by which the signal must have been on the far side of the level before an edge counts; at least 1. Of a signal
   * that spans less than 16 times as much, fewer will do.
   */
  readonly hysteresis: number
}
