// What a headless run reports of its search over the memory.
import type { Instrument } from '#main/instrument/index.ts'
import type { InstrumentHandlers } from '#shared/contract/service.ts'
import { mostSearchedEvents, type SearchedEvent, type SearchFigures } from '#shared/contract/topics/memory/search.ts'
import type { DisposableStore } from '#shared/lifecycle.ts'

export interface SearchReport extends Omit<SearchFigures, 'marks' | 'epoch' | 'samplingFrequencyHz' | 'listed'> {
  /** In samples of the stream, between them; the newest, and a thousand at most. */
  readonly positions: readonly number[]
}

/** The rest of the memory may be searched within this time; it is looked so often whether it was. */
const searchWithinMs = 5000
const searchLookMs = 20

/** Digits of a position behind the point: more than noise leaves. */
const digits = 4

async function newestEvents({
  searchedEvents,
}: Pick<InstrumentHandlers, 'searchedEvents'>): Promise<readonly SearchedEvent[]> {
  return searchedEvents({ at: null, before: 0, most: mostSearchedEvents })
}

function searchReport(figures: SearchFigures, events: readonly SearchedEvent[]): SearchReport {
  const { marks: _, epoch: __, samplingFrequencyHz: ___, listed: ____, ...told } = figures
  return { ...told, positions: events.map(({ sample, lag }) => Number((sample - lag).toFixed(digits))) }
}

/** What was found in all that is in memory; null: nothing is looked for. A search that has not been through it gets so much time. */
export async function searched({ handlers, parts }: Instrument, owned: DisposableStore): Promise<SearchReport | null> {
  const { clock } = parts.stack.runtime
  const untilMs = clock.nowMs() + searchWithinMs
  for (;;) {
    const figures = await handlers.searched()
    if (figures === null || figures.isDone || clock.nowMs() > untilMs)
      return figures === null ? null : searchReport(figures, await newestEvents(handlers))
    await new Promise<void>((resolve) => owned.add(clock.timer(searchLookMs, resolve)))
  }
}
