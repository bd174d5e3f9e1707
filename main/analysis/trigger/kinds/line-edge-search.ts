// Edges as an event that arms, or that follows one: each is told, with the line it crosses. (A trigger on edges alone has a kernel.)
import type { CodeTriggerOf } from '../code-trigger.ts'
import { LineSearch, type LineWish } from '../search/line-search.ts'

export class LineEdgeSearch extends LineSearch<'edge'> {
  #rising = true
  #falling = false

  protected prepare({ channel, level, slope }: CodeTriggerOf<'edge'>): readonly LineWish[] {
    this.#rising = slope !== 'falling'
    this.#falling = slope !== 'rising'
    return [{ channel, level }]
  }

  protected crossed(_line: number, isRise: boolean, sample: number): void {
    if (isRise ? this.#rising : this.#falling) this.event(sample)
  }

  protected forget(): void {}
}
