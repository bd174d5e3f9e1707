// What main asks of the search over the memory: what is looked for, and what was found.
import type { FoundEvent, SearchFigures } from '../../search/search-figures.ts'
import type { CodeTrigger } from '../../trigger/code-trigger.ts'
import type { AskingLink } from './pending-answers.ts'

export class Searching {
  readonly #link: AskingLink
  #trigger: CodeTrigger | null = null

  constructor(link: AskingLink) {
    this.#link = link
  }

  /** Looks for the events of this in everything that is in memory, anew; null: for nothing. */
  set(trigger: CodeTrigger | null): void {
    this.#trigger = trigger
    this.tell()
  }

  /** Tells a thread what is looked for: one that is started again knows nothing. */
  tell(): void {
    this.#link.tell({ type: 'search', trigger: this.#trigger })
  }

  /** What was found so far; null: nothing is looked for. @throws as {@link AskingLink.ask} */
  figures(): Promise<SearchFigures | null> {
    return this.#link.ask((request) => ({ type: 'searched', request }))
  }

  /**
   * Events one after the other.
   * @param at the first is the one at or behind this sample, and so many `before` it; null: the newest
   * @throws as {@link AskingLink.ask}
   */
  events(at: number | null, before: number, most: number): Promise<readonly FoundEvent[]> {
    return this.#link.ask((request) => ({ type: 'searchedEvents', request, at, before, most }))
  }
}
