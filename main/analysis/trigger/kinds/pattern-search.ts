// The pattern trigger: each of some channels is high or low, against a level of its own. The event is where the last of them
// comes to be so.
import type { CodeTriggerOf } from '../code-trigger.ts'
import { LineSearch, type LineWish } from '../search/line-search.ts'

interface Wanted {
  readonly line: number
  readonly isHigh: boolean
}

export class PatternSearch extends LineSearch<'pattern'> {
  #wanted: readonly Wanted[] = []
  /** By line, where it is known. */
  readonly #isHigh: (boolean | undefined)[] = []
  #wasMet: boolean | undefined
  /** Lines that are crossed at the sample at hand. */
  #crossed: number[] = []

  /** A channel that is off counts as one that may be either. */
  protected prepare(trigger: CodeTriggerOf<'pattern'>, _rate: number, scanIndexes: readonly number[]) {
    const { channel, state, level } = trigger
    const inputs = [
      { channel, state, level },
      { channel: trigger.channelB, state: trigger.stateB, level: trigger.levelB },
      { channel: trigger.channelC, state: trigger.stateC, level: trigger.levelC },
      { channel: trigger.channelD, state: trigger.stateD, level: trigger.levelD },
    ].filter((one) => one.state !== 'X' && scanIndexes.includes(one.channel))
    const lines: LineWish[] = []
    this.#wanted = inputs.map((one) => ({ line: this.lineOf(lines, one), isHigh: one.state === 'H' }))
    return lines
  }

  protected override began(line: number, isHigh: boolean): void {
    this.#isHigh[line] = isHigh
  }

  protected crossed(line: number, isRise: boolean): void {
    this.#isHigh[line] = isRise
    this.#crossed.push(line)
  }

  protected override settled(sample: number): void {
    const isMet = this.#isMet()
    if (isMet === true && this.#wasMet === false) this.event(sample, this.#lastOf(this.#crossed, sample))
    this.#wasMet = isMet
    this.#crossed = []
  }

  protected forget(): void {
    this.#isHigh.length = 0
    this.#wasMet = undefined
    this.#crossed = []
  }

  /** Undefined: nobody knows yet. */
  #isMet(): boolean | undefined {
    let isMet: boolean | undefined = true
    for (const { line, isHigh } of this.#wanted) {
      const is = this.#isHigh[line]
      if (is === undefined) isMet = undefined
      else if (is !== isHigh) return false
    }
    return isMet
  }

  /** The line that is met last: its instant is the nearest to the sample. */
  #lastOf(lines: readonly number[], sample: number): number {
    const lags = lines.map((line) => this.lagOf(line, sample))
    return lines[lags.indexOf(Math.min(...lags))] ?? 0
  }
}
