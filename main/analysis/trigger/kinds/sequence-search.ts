// A then B: an edge within a time behind the newest edge that arms. One event for each; when the time is over, nothing is armed.
import type { CodeTriggerOf } from '../code-trigger.ts'
import { ArmedSearch } from '../search/armed-search.ts'
import { Duration, Interval } from '../search/duration.ts'

export class SequenceSearch extends ArmedSearch<'sequence'> {
  #within = new Duration('inside', 0, 0)
  readonly #since = new Interval((line, sample) => this.lagOf(line, sample))

  protected take({ within }: CodeTriggerOf<'sequence'>, rate: number): void {
    this.#within = new Duration('inside', 0, within * rate)
  }

  protected arm(line: number, sample: number): void {
    this.#since.begin(line, sample)
  }

  protected edge(line: number, sample: number): void {
    const isEvent = this.#since.meets(this.#within, line, sample)
    this.#since.end()
    if (isEvent) this.event(sample, line)
  }

  protected override passed(): void {
    this.#since.keep()
  }

  protected override forget(): void {
    super.forget()
    this.#since.end()
  }
}
