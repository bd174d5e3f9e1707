// Figures of a search in words.
import type { SearchFigures } from '#shared/contract/topics/memory/search.ts'
import { formatSetting, formatShare, groupDigits } from '../../kit/format/figures.ts'

export const timeWords = (seconds: number | null): string => (seconds === null ? '–' : formatSetting(seconds, 's', 5))

export interface Fact {
  readonly id: string
  readonly name: string
  readonly text: string
}

/** What is said of the events in memory; before anything is known, dashes. */
export function facts(figures: SearchFigures | null): readonly Fact[] {
  const count = figures === null ? '–' : groupDigits(figures.count)
  return [
    { id: 'count', name: 'In memory', text: count },
    { id: 'rate', name: 'Per second', text: figures === null ? '–' : formatSetting(figures.perSecond, '/s', 4) },
    { id: 'longest', name: 'Longest apart', text: timeWords(figures?.longestSeconds ?? null) },
    { id: 'shortest', name: 'Shortest apart', text: timeWords(figures?.shortestSeconds ?? null) },
    { id: 'last', name: 'Newest, ago', text: timeWords(figures?.lastSecondsAgo ?? null) },
    { id: 'share', name: 'Searched', text: figures === null ? '– %' : formatShare(figures.share) },
  ]
}
