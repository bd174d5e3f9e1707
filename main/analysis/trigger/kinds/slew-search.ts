// The slew trigger: the time that the signal takes from one level to another. The event is where it has arrived.
import type { CodeTriggerOf } from '../code-trigger.ts'
import { Duration, Interval } from '../search/duration.ts'
import { LineSearch, type LineWish } from '../search/line-search.ts'
import { bandLines } from './runt-search.ts'

const lower = 0

export class SlewSearch extends LineSearch<'slew'> {
  #duration = new Duration('<', 0, 0)
  #rising = true
  #falling = false
  /** Since the signal left the lower level upwards, and the upper one downwards. */
  readonly #rise = new Interval((line, sample) => this.lagOf(line, sample))
  readonly #fall = new Interval((line, sample) => this.lagOf(line, sample))

  protected prepare(trigger: CodeTriggerOf<'slew'>, rate: number): readonly LineWish[] {
    const { condition, transition, transition2 } = trigger
    this.#duration = new Duration(condition, transition * rate, transition2 * rate)
    this.#rising = trigger.slope !== 'falling'
    this.#falling = trigger.slope !== 'rising'
    return bandLines(trigger.channel, trigger.lower, trigger.upper)
  }

  protected crossed(line: number, isRise: boolean, sample: number): void {
    const [begun, ended] = isRise ? [this.#rise, this.#fall] : [this.#fall, this.#rise]
    const isFirst = (line === lower) === isRise
    // Who turns back is on no way any more.
    if (isFirst) {
      ended.end()
      begun.begin(line, sample)
      return
    }
    const isWanted = isRise ? this.#rising : this.#falling
    if (isWanted && begun.meets(this.#duration, line, sample)) this.event(sample, line)
    begun.end()
    ended.end()
  }

  protected override passed(): void {
    this.#rise.keep()
    this.#fall.keep()
  }

  protected forget(): void {
    this.#rise.end()
    this.#fall.end()
  }
}
