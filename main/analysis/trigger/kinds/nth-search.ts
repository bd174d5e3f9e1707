// The nth edge behind an event that arms. Another such event begins the count anew: a burst that breaks off leaves nothing behind.
import type { CodeTriggerOf } from '../code-trigger.ts'
import { ArmedSearch } from './armed-search.ts'

export class NthSearch extends ArmedSearch<'nth'> {
  #count = 1
  /** Edges that are still to come; 0: not armed. */
  #left = 0

  protected take({ count }: CodeTriggerOf<'nth'>): void {
    this.#count = count
  }

  protected arm(): void {
    this.#left = this.#count
  }

  protected follows(): boolean {
    return this.#left > 0 && --this.#left === 0
  }

  protected forget(): void {
    this.#left = 0
  }
}
