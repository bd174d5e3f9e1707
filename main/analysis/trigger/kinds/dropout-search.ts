// The dropout trigger: after an edge none comes for a time. The event is the moment the time is over, once for each edge.
import type { CodeTriggerOf } from '../code-trigger.ts'
import { LineSearch, type LineWish } from '../search/line-search.ts'

export class DropoutSearch extends LineSearch<'dropout'> {
  #rising = true
  #falling = false
  #timeout = 1
  /** The newest edge that no dropout has followed yet. */
  #edge = Number.POSITIVE_INFINITY

  /** The edge is what can be interpolated. */
  override get behind(): number {
    return this.#timeout
  }

  protected prepare({ channel, level, slope, timeout }: CodeTriggerOf<'dropout'>, rate: number): readonly LineWish[] {
    this.#rising = slope !== 'falling'
    this.#falling = slope !== 'rising'
    this.#timeout = Math.max(1, Math.round(timeout * rate))
    return [{ channel, level }]
  }

  protected crossed(_line: number, isRise: boolean, sample: number): void {
    if (!(isRise ? this.#rising : this.#falling)) return
    // An edge at the very moment is in time.
    this.passed(sample)
    this.#edge = sample
  }

  protected override passed(end: number): void {
    const over = this.#edge + this.#timeout
    if (over >= end) return
    this.#edge = Number.POSITIVE_INFINITY
    this.event(over)
  }

  protected forget(): void {
    this.#edge = Number.POSITIVE_INFINITY
  }
}
