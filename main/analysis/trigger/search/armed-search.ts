// What the triggers share that wait for an edge, and then for another one: of the same channel or of two.
import type { CodeTriggerOf } from '../code-trigger.ts'
import { LineSearch, type LineWish } from './line-search.ts'

type Slope = 'rising' | 'falling' | 'either'
export type ArmedTrigger = 'nth' | 'sequence'

const is = (slope: Slope, isRise: boolean): boolean => slope === 'either' || isRise === (slope === 'rising')

export abstract class ArmedSearch<K extends ArmedTrigger> extends LineSearch<K> {
  #slope: Slope = 'rising'
  #armSlope: Slope = 'rising'
  #armLine = 0
  /** What there is at the sample at hand. */
  #hasEdge = false
  #hasArm = false

  protected prepare(trigger: CodeTriggerOf<ArmedTrigger>, rate: number): readonly LineWish[] {
    this.#slope = trigger.slope
    this.#armSlope = trigger.armSlope
    const lines: LineWish[] = []
    // The trigger's own comes first: there its instant is.
    this.lineOf(lines, trigger)
    this.#armLine = this.lineOf(lines, { channel: trigger.armChannel, level: trigger.armLevel })
    this.take(trigger as CodeTriggerOf<K>, rate)
    return lines
  }

  protected abstract take(trigger: CodeTriggerOf<K>, rate: number): void
  /** An arming edge. */
  protected abstract arm(line: number, sample: number): void
  /** An edge of the trigger's own. */
  protected abstract edge(line: number, sample: number): void

  protected crossed(line: number, isRise: boolean): void {
    if (line === 0 && is(this.#slope, isRise)) this.#hasEdge = true
    if (line === this.#armLine && is(this.#armSlope, isRise)) this.#hasArm = true
  }

  /** Of two edges at the same sample the earlier one comes first; one that arms is not before itself. */
  protected override settled(sample: number): void {
    const [hasEdge, hasArm] = [this.#hasEdge, this.#hasArm]
    this.#hasEdge = this.#hasArm = false
    const isArmFirst = hasEdge && hasArm && this.lagOf(this.#armLine, sample) > this.lagOf(0, sample)
    if (hasArm && isArmFirst) this.arm(this.#armLine, sample)
    if (hasEdge) this.edge(0, sample)
    if (hasArm && !isArmFirst) this.arm(this.#armLine, sample)
  }

  protected forget(): void {
    this.#hasEdge = this.#hasArm = false
  }
}
