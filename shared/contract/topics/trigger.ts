// The trigger: what the trace stands still by.
import * as v from 'valibot'
import { changeShape } from '../../kinds/kinds.ts'
import type { TriggerCommon } from '../../kinds/settings.ts'
import { type TriggerName, type TriggerSettings, triggers } from '../../kinds/triggers.ts'
import { nothing, record, text } from '../../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../../rpc/topic.ts'
import type { ChannelRange, ViewSettings } from './view.ts'

/** Without a trigger `auto` shows the signal anyway, `normal` waits. To wait for one and then stop is a call: `single`. */
export type TriggerMode = 'auto' | 'normal'

/**
 * State word of the top bar. `ready`: no sample has come yet; `warming`: right after a start the analysis has not caught up
 * with the stream yet; `roll`: every view shows the newest samples as they come.
 */
export type TriggerWord = 'ready' | 'warming' | 'armed' | 'trigd' | 'auto' | 'roll' | 'stop'

export interface TriggerFields {
  readonly triggerMode: TriggerMode
  /** Its kind, and the values of that kind: see shared/kinds/triggers.ts. */
  readonly trigger: TriggerSettings
  /** What every kind has: hysteresis and hold-off, set by `applySettings`. */
  readonly triggerCommon: TriggerCommon
}

/**
 * How often the trigger in force found what it waits for, in the samples that were examined since it was set, its signal changed or
 * the stream began. What is held off counts too. Where edges of one slope are nearer than a hundred samples, in the mean, those that
 * are held off in any case are reckoned: from one tile of 65, in which all of them are looked for.
 */
export interface TriggerFigures {
  readonly kind: TriggerName
  readonly count: number
  /** Per second of the stream. */
  readonly perSecond: number
  /** Seconds of the stream since the newest event; null: there was none. */
  readonly lastSecondsAgo: number | null
  /**
   * Between two events that follow one another, what is held off too; null: there are no two, or somewhere they were reckoned.
   * What lies across a gap, or across samples that were not examined, is no distance.
   */
  readonly shortestSeconds: number | null
  readonly longestSeconds: number | null
}

/** What auto-set found: a view for the viewer that asked, and the voltages that each channel reaches. */
export interface FoundView {
  readonly view: ViewSettings
  readonly ranges: readonly ChannelRange[]
}

const autoSetRequest = v.pipe(
  record({ only: v.exactOptional(v.literal('time')), gesture: v.exactOptional(text(64)) }),
  v.check((request) => Object.keys(request).length > 0, 'expected something to be said'),
)

export const trigger = defineTopic({
  version: 2,
  essential: true,
  calls: {
    /** Changes the values that are named, all of them or none. Another kind begins with the values it had last. */
    setTrigger: changing(changeShape(triggers), of<void>()),
    setTriggerMode: changing(record({ mode: v.picklist(['auto', 'normal']) }), of<void>()),
    forceTrigger: changing(nothing, of<void>()),
    /**
     * Chooses the trigger from the signal at hand, and a view for the viewer that asks. `only: 'time'` leaves the trigger
     * alone. Right after a change it waits for enough of the signal. What the viewer then sets in the same gesture is undone
     * together with the trigger.
     */
    autoSet: changing(v.optional(v.nullable(autoSetRequest)), of<FoundView>()),
  },
  state: slice<TriggerFields>(),
})
