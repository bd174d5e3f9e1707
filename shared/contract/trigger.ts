// The trigger: what the trace stands still by.
import * as v from 'valibot'
import { nothing, record, text, within } from '../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../rpc/topic.ts'
import type { ChannelRange, ViewSettings } from './view.ts'

/** Without a trigger `auto` shows the signal anyway, `normal` waits. To wait for one and then stop is a call: `single`. */
export type TriggerMode = 'auto' | 'normal'

/**
 * State word of the top bar. `ready`: no sample has come yet; `warming`: right after a start the analysis has not caught up
 * with the stream yet; `roll`: every view shows the newest samples as they come.
 */
export type TriggerWord = 'ready' | 'warming' | 'armed' | 'trigd' | 'auto' | 'roll' | 'stop'

export interface TriggerSettings {
  readonly mode: TriggerMode
  readonly channel: string
  readonly slope: 'rising' | 'falling'
  readonly levelVolts: number
}

export interface TriggerFields {
  readonly trigger: TriggerSettings
}

/** What auto-set found: a view for the viewer that asked, and the voltages that each channel reaches. */
export interface FoundView {
  readonly view: ViewSettings
  readonly ranges: readonly ChannelRange[]
}

const triggerRequest: v.GenericSchema<unknown, Partial<TriggerSettings>> = record({
  mode: v.exactOptional(v.picklist(['auto', 'normal'])),
  channel: v.exactOptional(text(64)),
  slope: v.exactOptional(v.picklist(['rising', 'falling'])),
  levelVolts: v.exactOptional(within(-1e6, 1e6)),
})

export const trigger = defineTopic({
  essential: true,
  calls: {
    setTrigger: changing(triggerRequest, of<void>()),
    forceTrigger: changing(nothing, of<void>()),
    /**
     * Chooses the trigger from the signal at hand, and a view for the viewer that asks. `only: 'time'` leaves the trigger
     * alone. Right after a change it waits for enough of the signal.
     */
    autoSet: changing(v.optional(v.nullable(record({ only: v.literal('time') }))), of<FoundView>()),
  },
  state: slice<TriggerFields>(),
})
