// A search that finds an event in every ten thousandth sample of a memory of a million.
import type { SearchedEvent, SearchFigures } from '../contract/topics/memory/search.ts'
import type { CallRequest, InstrumentState } from '../contract/topics.ts'

const apart = 10_000
const count = 100

export function fakeFigures({ searchOn, search, epoch, samplingFrequencyHz }: InstrumentState): SearchFigures | null {
  if (!searchOn) return null
  const seconds = apart / samplingFrequencyHz
  return {
    ...{ kind: search.kind, epoch, samplingFrequencyHz, oldestSample: 0, newestSample: count * apart },
    ...{ share: 1, isDone: false, count, listed: count, perSecond: 1 / seconds },
    ...{ longestSeconds: seconds, shortestSeconds: seconds, longestAtSample: apart },
    ...{ lastSample: (count - 1) * apart, lastSecondsAgo: seconds },
    marks: Array.from({ length: 2 * count }, (_, k) => 1 - (k % 2)),
  }
}

export function fakeEvents(state: InstrumentState, asked: CallRequest<'searchedEvents'>): readonly SearchedEvent[] {
  if (!state.searchOn) return []
  const { at, before, most } = asked
  const first = Math.max(0, (at === null ? count - most : Math.ceil(at / apart)) - before)
  const numbers = Array.from({ length: Math.max(0, Math.min(count, first + most) - first) }, (_, k) => first + k)
  return numbers.map((number) => ({
    sample: number * apart,
    lag: 0.25,
    seconds: (number * apart - 0.25) / state.samplingFrequencyHz,
    secondsBefore: number === 0 ? null : apart / state.samplingFrequencyHz,
    ordinal: number + 1,
  }))
}
