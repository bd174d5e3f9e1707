// The runt trigger: a pulse that passes the nearer of two levels and turns back before it meets the farther one. The event
// is where it is back at the nearer one.
import type { CodeTriggerOf } from '../code-trigger.ts'
import { LineSearch, type LineWish } from '../search/line-search.ts'

/** The places of the lower and the upper level among the lines. */
const lower = 0
const upper = 1

/** Two levels of a channel as lines, the lower one first. */
export function bandLines(channel: number, one: number, two: number): readonly LineWish[] {
  return [Math.min(one, two), Math.max(one, two)].map((level) => ({ channel, level }))
}

export class RuntSearch extends LineSearch<'runt'> {
  #positive = true
  #negative = false
  /** Above the lower level, and not above the upper one since. */
  #isLow = false
  /** The reverse. */
  #isHigh = false

  protected prepare(trigger: CodeTriggerOf<'runt'>): readonly LineWish[] {
    this.#positive = trigger.polarity !== 'negative'
    this.#negative = trigger.polarity !== 'positive'
    return bandLines(trigger.channel, trigger.lower, trigger.upper)
  }

  protected crossed(line: number, isRise: boolean, sample: number): void {
    if (line === lower) {
      if (!isRise && this.#isLow && this.#positive) this.event(sample, line)
      this.#isLow = isRise
      if (!isRise) this.#isHigh = false
    }
    if (line === upper) {
      if (isRise && this.#isHigh && this.#negative) this.event(sample, line)
      this.#isHigh = !isRise
      if (isRise) this.#isLow = false
    }
  }

  protected forget(): void {
    this.#isLow = this.#isHigh = false
  }
}
