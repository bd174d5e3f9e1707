// What a headless run reports of its search over the memory.
import type { InstrumentHandlers } from '#shared/contract/service.ts'
import { mostSearchedEvents, type SearchedEvent, type SearchFigures } from '#shared/contract/topics/memory/search.ts'

export interface SearchReport extends Omit<SearchFigures, 'marks' | 'epoch' | 'samplingFrequencyHz' | 'listed'> {
  /** In samples of the stream, between them; the newest, and a thousand at most. */
  readonly positions: readonly number[]
}

/** Digits of a position behind the point: more than noise leaves. */
const digits = 4

export async function newestEvents({
  searchedEvents,
}: Pick<InstrumentHandlers, 'searchedEvents'>): Promise<readonly SearchedEvent[]> {
  return searchedEvents({ at: null, before: 0, most: mostSearchedEvents })
}

export function searchReport(figures: SearchFigures, events: readonly SearchedEvent[]): SearchReport {
  const { marks: _, epoch: __, samplingFrequencyHz: ___, listed: ____, ...told } = figures
  return { ...told, positions: events.map(({ sample, lag }) => Number((sample - lag).toFixed(digits))) }
}
