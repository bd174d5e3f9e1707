// How often the trigger in force has found what it waits for.
import type { TriggerFigures } from '#shared/contract/topics/trigger.ts'
import type { InstrumentParts } from '../parts.ts'

export type TriggerFigureParts = {
  readonly analysis: Pick<NonNullable<InstrumentParts['analysis']>, 'stats'> | null
  readonly trigger: Pick<InstrumentParts['trigger'], 'settings'>
}

export function triggerFigures({ analysis, trigger }: TriggerFigureParts): TriggerFigures {
  const { kind } = trigger.settings
  const stats = analysis?.stats()
  const none = { lastSecondsAgo: null, shortestSeconds: null, longestSeconds: null }
  if (stats === undefined || stats.eventSeconds === 0) return { kind, count: 0, perSecond: 0, ...none }
  const { events: count, eventSeconds, sinceEventSeconds, shortestEventSeconds, longestEventSeconds } = stats
  return {
    kind,
    count,
    perSecond: count / eventSeconds,
    lastSecondsAgo: count === 0 ? null : sinceEventSeconds,
    // No distance is none.
    shortestSeconds: shortestEventSeconds || null,
    longestSeconds: longestEventSeconds || null,
  }
}
