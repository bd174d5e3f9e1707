// What was found in the samples, told to those who listen.
import type { InstrumentEvents } from '#shared/contract/topics.ts'
import type { Emitter } from '#shared/lifecycle.ts'
import type { InstrumentParts } from '../parts.ts'

type Name = 'measurementFigures' | 'searchFigures' | 'segmentsKept'
type Emitters = { readonly [K in Name]: Emitter<InstrumentEvents[K]> }

/** Some times a second, while somebody looks and there is something to tell. False: there is nothing. */
export function tellFound(
  { measures, search, segments }: Pick<InstrumentParts, 'measures' | 'search' | 'segments'>,
  { measurementFigures, searchFigures, segmentsKept }: Emitters,
): boolean {
  // While the analysis is started again there are no figures.
  const none = (): void => undefined
  const isMeasured = measurementFigures.hasListeners && measures.chosen.length > 0
  const isSearched = searchFigures.hasListeners && search.fields().searchOn
  const isKept = segmentsKept.hasListeners && segments.settings.on
  if (isMeasured) measures.figures().then((figures) => measurementFigures.fire(figures), none)
  if (isSearched) search.figures().then((figures) => searchFigures.fire(figures), none)
  if (isKept) segments.figures().then((figures) => segmentsKept.fire(figures), none)
  return isMeasured || isSearched || isKept
}
