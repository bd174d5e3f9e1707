// The nth edge behind an edge that arms. Another edge that arms begins the count anew: a burst that breaks off leaves nothing behind.
import type { CodeTriggerOf } from '../code-trigger.ts'
import { ArmedSearch } from '../search/armed-search.ts'

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

  protected edge(line: number, sample: number): void {
    if (this.#left > 0 && --this.#left === 0) this.event(sample, line)
  }

  protected override forget(): void {
    super.forget()
    this.#left = 0
  }
}
