// The window trigger: the signal comes into a band, or goes out of it.
import type { CodeTriggerOf } from '../code-trigger.ts'
import { LineSearch, type LineWish } from '../search/line-search.ts'
import { bandLines } from './runt-search.ts'

export class WindowSearch extends LineSearch<'window'> {
  #enters = true
  #leaves = false
  /** On which side of the lower and the upper level the signal is, where that is known. */
  readonly #isHigh: (boolean | undefined)[] = [undefined, undefined]
  #wasInside: boolean | undefined
  /** The one that was crossed last. */
  #line = 0

  protected prepare(trigger: CodeTriggerOf<'window'>): readonly LineWish[] {
    this.#enters = trigger.direction !== 'leave'
    this.#leaves = trigger.direction !== 'enter'
    return bandLines(trigger.channel, trigger.lower, trigger.upper)
  }

  protected override began(line: number, isHigh: boolean): void {
    this.#isHigh[line] = isHigh
  }

  protected crossed(line: number, isRise: boolean): void {
    this.#isHigh[line] = isRise
    this.#line = line
  }

  /** A signal that goes through both levels from one sample to the next was not inside. */
  protected override settled(sample: number): void {
    const [overLower, overUpper] = this.#isHigh
    if (overLower === undefined || overUpper === undefined) return
    const isInside = overLower && !overUpper
    const isEvent = isInside ? this.#enters && this.#wasInside === false : this.#leaves && this.#wasInside === true
    this.#wasInside = isInside
    if (isEvent) this.event(sample, this.#line)
  }

  protected forget(): void {
    this.#isHigh.fill(undefined)
    this.#wasInside = undefined
  }
}
