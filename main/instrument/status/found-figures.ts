// What was found in the samples, told to those who listen, when it is news.
import type { InstrumentEvents } from '#shared/contract/topics.ts'
import type { Emitter } from '#shared/lifecycle.ts'
import { isSame } from '#shared/rpc/same.ts'
import type { InstrumentParts } from '../parts.ts'

type Name = 'measurementFigures' | 'searchFigures' | 'segmentsKept'
type Emitters = { readonly [K in Name]: Pick<Emitter<InstrumentEvents[K]>, 'fire' | 'hasListeners'> }

export interface FoundParts {
  readonly hub: Pick<InstrumentParts['hub'], 'isRunning'>
  readonly measures: Pick<InstrumentParts['measures'], 'chosen' | 'figures'>
  readonly search: Pick<InstrumentParts['search'], 'fields' | 'figures'>
  readonly segments: Pick<InstrumentParts['segments'], 'settings' | 'figures'>
}

export class FoundTeller {
  readonly #parts: FoundParts
  readonly #emitters: Emitters
  readonly #told = new Map<Name, unknown>()
  /** Since the last call something was told. */
  #hasTold = false

  constructor(parts: FoundParts, emitters: Emitters) {
    this.#parts = parts
    this.#emitters = emitters
  }

  /** Somebody came who was told nothing yet. */
  renew(): void {
    this.#told.clear()
  }

  /** To be called some times a second. False: it stands still, or nobody looks for anything. */
  tell(): boolean {
    const { hub, measures, search, segments } = this.#parts
    const asked = [
      this.#ask('measurementFigures', measures.chosen.length > 0, () => measures.figures()),
      this.#ask('searchFigures', search.fields().searchOn, () => search.figures()),
      this.#ask('segmentsKept', segments.settings.on, () => segments.figures()),
    ]
    const hasTold = this.#hasTold
    this.#hasTold = false
    return asked.includes(true) && (hub.isRunning || hasTold)
  }

  #ask<K extends Name>(name: K, isWanted: boolean, figures: () => Promise<InstrumentEvents[K]>): boolean {
    const emitter: Emitters[K] = this.#emitters[name]
    if (!isWanted || !emitter.hasListeners) return false
    const tell = (now: InstrumentEvents[K]): void => {
      if (this.#told.has(name) && isSame(this.#told.get(name), now)) return
      this.#told.set(name, now)
      this.#hasTold = true
      emitter.fire(now)
    }
    // While the analysis is started again there are no figures.
    figures().then(tell, () => undefined)
    return true
  }
}
