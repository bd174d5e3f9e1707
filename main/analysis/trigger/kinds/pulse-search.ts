// The pulse trigger: the time between two crossings of a level is such and such. The event is at the edge that ends the
// pulse, as on the bench, for `>` too: before it nobody can tell how long the pulse is, and the edge is what can be
// interpolated.
import type { CodeTriggerOf } from '../code-trigger.ts'
import { Duration, Interval } from '../search/duration.ts'
import { LineSearch, type LineWish } from '../search/line-search.ts'

export class PulseSearch extends LineSearch<'pulse'> {
  #duration = new Duration('<', 0, 0)
  #positive = true
  #negative = false
  readonly #width = new Interval((line, sample) => this.lagOf(line, sample))

  protected prepare({ channel, level, polarity, condition, width, width2 }: CodeTriggerOf<'pulse'>, rate: number) {
    this.#duration = new Duration(condition, width * rate, width2 * rate)
    this.#positive = polarity !== 'negative'
    this.#negative = polarity !== 'positive'
    return [{ channel, level }] satisfies LineWish[]
  }

  protected crossed(line: number, isRise: boolean, sample: number): void {
    const isEnd = isRise ? this.#negative : this.#positive
    if (isEnd && this.#width.meets(this.#duration, line, sample)) this.event(sample)
    this.#width.begin(line, sample)
  }

  protected override passed(): void {
    this.#width.keep()
  }

  protected forget(): void {
    this.#width.end()
  }
}
