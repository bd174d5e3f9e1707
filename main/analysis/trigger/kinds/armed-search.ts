// What the triggers share that wait for an event, and then for another one: each of any kind, of the same channel or of two.
import type { CodeTriggerOf } from '../code-trigger.ts'
import type { SearchTools, TriggerLine, TriggerSearch } from '../search/trigger-search.ts'
import { armOf, EventSearches, followerOf } from './event-kinds.ts'

export abstract class ArmedSearch<K extends 'nth' | 'sequence'> implements TriggerSearch<K> {
  readonly #log: SearchTools<unknown>['log']
  readonly #followers: EventSearches
  readonly #arms: EventSearches

  constructor(tools: SearchTools<unknown>) {
    this.#log = tools.log
    this.#followers = new EventSearches(tools, tools.lines)
    this.#arms = new EventSearches(tools, tools.arms)
  }

  get isActive(): boolean {
    return this.#followers.chosen.isActive && this.#arms.chosen.isActive
  }

  /** Those of what follows come first: there the trigger's instant is. */
  get lines(): readonly TriggerLine[] {
    return [...this.#followers.chosen.lines, ...this.#arms.chosen.lines]
  }

  get behind(): number {
    return this.#followers.chosen.behind
  }

  configure(trigger: CodeTriggerOf<K> | null, scanIndexes: readonly number[], rate = 1): void {
    this.#followers.configure(trigger === null ? null : followerOf(trigger), scanIndexes, rate)
    this.#arms.configure(trigger === null ? null : armOf(trigger), scanIndexes, rate)
    if (trigger !== null) this.take(trigger, rate)
    this.forget()
  }

  setSpan(codes: number, channel: number): void {
    this.#followers.chosen.setSpan(codes, channel)
    this.#arms.chosen.setSpan(codes, channel)
  }

  /** All events are told: each is found in any case. */
  setHoldoff(): void {}

  restart(): void {
    this.#followers.chosen.restart()
    this.#arms.chosen.restart()
    this.forget()
  }

  /** Of two events at the same sample the earlier one comes first; one that arms is not before itself. */
  search(address: number, sample: number, scans: number): void {
    if (!this.isActive) return
    const [arms, followers] = [this.#arms, this.#followers]
    arms.search(address, sample, scans)
    followers.search(address, sample, scans)
    let next = 0
    for (let k = 0; k < followers.samples.length; k++) {
      const [at, lag] = [followers.samples[k]!, followers.lags[k]!]
      for (; next < arms.samples.length; next++) {
        const arm = arms.samples[next]!
        if (arm > at || (arm === at && arms.lags[next]! <= lag)) break
        this.arm(arm, arms.lags[next]!)
      }
      if (this.follows(at, lag)) this.#log.push(at, followers.lines[k]!)
    }
    for (; next < arms.samples.length; next++) this.arm(arms.samples[next]!, arms.lags[next]!)
  }

  protected abstract take(trigger: CodeTriggerOf<K>, rate: number): void
  /** What arms has come, `lag` scans before `sample`. */
  protected abstract arm(sample: number, lag: number): void
  /** What can follow has come; whether it is the event. */
  protected abstract follows(sample: number, lag: number): boolean
  /** Nothing is armed any more. */
  protected abstract forget(): void
}
