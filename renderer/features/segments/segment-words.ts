// Figures of segments in words.
import type { SegmentFigures } from '#shared/contract/topics/memory/segments.ts'
import { formatSetting, groupDigits } from '../../kit/format/figures.ts'

export const timeWords = (seconds: number | null): string => (seconds === null ? '–' : formatSetting(seconds, 's', 5))

export interface Fact {
  readonly id: string
  readonly name: string
  readonly text: string
  /** What it says, as a tooltip. */
  readonly tip: string
}

/** What came of the segments; before anything is known, dashes. */
export function facts(figures: SegmentFigures | null): readonly Fact[] {
  const number = (of: (known: SegmentFigures) => number): string => (figures === null ? '–' : groupDigits(of(figures)))
  const time = (of: (known: SegmentFigures) => number | null): string =>
    timeWords(figures === null ? null : of(figures))
  return [
    {
      id: 'kept',
      name: 'Kept',
      text: `${number(({ kept }) => kept)} of ${number(({ wanted }) => wanted)}`,
      tip: 'Segments in memory, of those that are wanted',
    },
    {
      id: 'lost',
      name: 'Lost',
      text: number(({ lost }) => lost),
      tip: 'Triggers that came before a segment could begin',
    },
    {
      id: 'cut',
      name: 'At a gap',
      text: number(({ cut }) => cut),
      tip: 'Triggers whose segment would have reached over a gap or a seam',
    },
    {
      id: 'blind',
      name: 'Blind',
      text: number((known) => known.blindSamples),
      tip: 'Samples that went by without a look at them',
    },
    {
      id: 'rearm',
      name: 'Re-arm',
      text: time(({ rearm }) => rearm),
      tip: 'From the end of a segment to the trigger of the next, the shortest',
    },
    { id: 'least', name: 'Δt least', text: time(({ dtMin }) => dtMin), tip: 'From trigger to trigger, the shortest' },
    { id: 'mean', name: 'Δt mean', text: time(({ dtMean }) => dtMean), tip: 'From trigger to trigger, on average' },
    { id: 'most', name: 'Δt most', text: time(({ dtMax }) => dtMax), tip: 'From trigger to trigger, the longest' },
  ]
}
