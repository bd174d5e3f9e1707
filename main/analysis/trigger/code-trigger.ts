// A trigger in the terms of the samples: its values as shared/kinds/triggers.ts has them, with the scan index for a
// channel, and codes for volts.
import type { TriggerMode } from '#shared/contract/topics/trigger.ts'
import type { TriggerName, TriggerValues, triggers } from '#shared/kinds/triggers.ts'

type ChannelNames<K extends TriggerName> = {
  [P in keyof (typeof triggers)[K]['parameters']]: (typeof triggers)[K]['parameters'][P] extends {
    readonly type: 'channel'
  }
    ? P
    : never
}[keyof (typeof triggers)[K]['parameters']]

/** The values of one kind. Levels are in codes, rounded to the nearest one by who searches. */
export type CodeValues<K extends TriggerName> = {
  readonly [P in keyof TriggerValues<K>]: P extends ChannelNames<K> ? number : TriggerValues<K>[P]
}

/** How far from a level the signal must have been before the level counts. */
export interface CodeHysteresis {
  /** Codes, at least 1. Of a signal that spans less than 16 times as much, fewer will do. */
  readonly hysteresis: number
  /** Four times as much. Default false. */
  readonly noiseReject?: boolean
  /** Codes that were chosen, by scan index, in place of all that; null (the default): none were. */
  readonly fixedHysteresis?: readonly number[] | null
}

/** What of the events is passed over. */
interface CodeHoldoff {
  /** Seconds behind a trigger. Default 0. */
  readonly holdoff?: number
  /** Events behind a trigger. Default 0. */
  readonly holdoffEvents?: number
}

/** A trigger of one kind, in codes of its channel. */
export type CodeTriggerOf<K extends TriggerName> = K extends TriggerName
  ? CodeValues<K> &
      CodeHysteresis &
      CodeHoldoff & {
        readonly kind: K
        /** `single`: the first record after the arming stays. */
        readonly mode: TriggerMode | 'single'
      }
  : never

/** When the channel is not in the scan there is no trigger. */
export type CodeTrigger = CodeTriggerOf<TriggerName>
