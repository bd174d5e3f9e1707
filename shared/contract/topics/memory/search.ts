// The search over the memory: the events of any kind of trigger, in everything that is kept, while the capture goes on. What is looked
// for are the settings `search.*`; the trigger is another matter.
import * as v from 'valibot'
import { defaultsOf } from '../../../kinds/kinds.ts'
import type { TriggerCommon } from '../../../kinds/settings.ts'
import { defaultTriggerCommon } from '../../../kinds/settings.ts'
import { type TriggerName, type TriggerSettings, triggers } from '../../../kinds/triggers.ts'
import { maxCount, nothing, record, whole } from '../../../rpc/shapes.ts'
import { defineTopic, looking, newest, of, slice } from '../../../rpc/topic.ts'

export interface SearchFields {
  /** False: nothing is looked for. */
  readonly searchOn: boolean
  /** What is looked for, or was last. */
  readonly search: TriggerSettings
  readonly searchCommon: Pick<TriggerCommon, 'hysteresis' | 'noiseReject'>
}

/** What the search has found of what is in memory. */
export interface SearchFigures {
  readonly kind: TriggerName
  readonly epoch: number
  readonly samplingFrequencyHz: number
  /** Samples from the oldest up to the newest are in memory. */
  readonly oldestSample: number
  readonly newestSample: number
  /** Share of them that was searched, 0..1. Less than 1 while it goes on, and where the stream is faster. */
  readonly share: number
  /** The capture is stopped, and all of it was searched. */
  readonly isDone: boolean
  /** Events in what was searched. */
  readonly count: number
  /** Of them, those that are known one by one: the newest. */
  readonly listed: number
  /** Per second of what was searched. */
  readonly perSecond: number
  /** Between two neighbours among the listed ones; null: no two follow one another. */
  readonly longestSeconds: number | null
  readonly shortestSeconds: number | null
  /** The event at the end of the longest time. */
  readonly longestAtSample: number | null
  readonly lastSample: number | null
  /** Seconds of the stream since the newest event; null: there is none. */
  readonly lastSecondsAgo: number | null
  /** How many events lie in each of equal parts of the memory, the oldest first. */
  readonly marks: readonly number[]
}

export interface SearchedEvent {
  /** The first sample at which it is so. */
  readonly sample: number
  /** Samples from {@link sample} back to where the signal meets the level, 0..1. */
  readonly lag: number
  /** Of the stream, when the signal meets the level. */
  readonly seconds: number
  /** Since the event before; null: that is not known, or samples are missing between them. */
  readonly secondsBefore: number | null
  /** Its place among the events in memory; the oldest is 1. */
  readonly ordinal: number
}

/** Events that are asked for at once, at most. */
export const mostSearchedEvents = 1000

const eventsRequest = record({
  at: v.nullable(whole(0, maxCount)),
  before: whole(0, mostSearchedEvents),
  most: whole(1, mostSearchedEvents),
})

export const search = defineTopic({
  calls: {
    /** What was found so far; null: nothing is looked for, or its channel is off. */
    searched: looking(nothing, of<SearchFigures | null>()),
    /**
     * Events one after the other, `most` of them: from the first one at or behind the sample `at` on, and before that so many as `before`
     * says. `at: null`: the newest.
     */
    searchedEvents: looking(eventsRequest, of<readonly SearchedEvent[]>()),
  },
  events: {
    /** The same as `searched`, some times a second while something is looked for. */
    searchFigures: newest<SearchFigures | null>(),
  },
  state: slice<SearchFields>({
    searchOn: false,
    search: defaultsOf(triggers, 'edge'),
    searchCommon: { hysteresis: defaultTriggerCommon.hysteresis, noiseReject: defaultTriggerCommon.noiseReject },
  }),
})
