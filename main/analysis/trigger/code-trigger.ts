// A trigger in the terms of the samples: its values as shared/kinds/triggers.ts has them, with the scan index for a
// channel, and codes for volts.
import type { TriggerMode } from '#shared/contract/topics/trigger.ts'
import type { TriggerName, TriggerValues } from '#shared/kinds/triggers.ts'

/** The values of one kind. Levels are in codes, rounded to the nearest one by who searches. */
export type CodeValues<K extends TriggerName> = {
  readonly [P in keyof TriggerValues<K>]: P extends `channel${string}` ? number : TriggerValues<K>[P]
}

/** A trigger of one kind, in codes of its channel. */
export type CodeTriggerOf<K extends TriggerName> = K extends TriggerName
  ? CodeValues<K> & {
      readonly kind: K
      /** `single`: the first record after the arming stays. */
      readonly mode: TriggerMode | 'single'
      /**
       * Codes by which the signal must have been on the far side of the level before an edge counts; at least 1. Of a
       * signal that spans less than 16 times as much, fewer will do.
       */
      readonly hysteresis: number
    }
  : never

/** When the channel is not in the scan there is no trigger. */
export type CodeTrigger = CodeTriggerOf<TriggerName>
