// What was found in the samples, told to those who listen.
import type { InstrumentEvents } from '#shared/contract/topics.ts'
import type { Emitter } from '#shared/lifecycle.ts'
import type { InstrumentParts } from '../parts.ts'

type Name = 'measurementFigures' | 'searchFigures' | 'segmentsKept'
type Emitters = { readonly [K in Name]: Emitter<InstrumentEvents[K]> }

/** Some times a second, while somebody looks and there is something to tell. */
export function tellFound(
  { measures, search, segments }: Pick<InstrumentParts, 'measures' | 'search' | 'segments'>,
  { measurementFigures, searchFigures, segmentsKept }: Emitters,
): void {
  // While the analysis is started again there are no figures.
  const none = (): void => undefined
  if (measurementFigures.hasListeners && measures.chosen.length > 0)
    measures.figures().then((figures) => measurementFigures.fire(figures), none)
  if (searchFigures.hasListeners && search.fields().searchOn)
    search.figures().then((figures) => searchFigures.fire(figures), none)
  if (segmentsKept.hasListeners && segments.settings.on)
    segments.figures().then((figures) => segmentsKept.fire(figures), none)
}
