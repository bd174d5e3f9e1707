// A then B: an event within a time behind the newest one that arms. One for each; when the time is over, nothing is armed.
import type { CodeTriggerOf } from '../code-trigger.ts'
import { ArmedSearch } from './armed-search.ts'

export class SequenceSearch extends ArmedSearch<'sequence'> {
  /** Scans. */
  #within = 0
  /** The newest event that arms: its sample, and scans from its instant to it. */
  #sample = Number.NaN
  #lag = 0

  protected take({ within }: CodeTriggerOf<'sequence'>, rate: number): void {
    this.#within = within * rate
  }

  protected arm(sample: number, lag: number): void {
    this.#sample = sample
    this.#lag = lag
  }

  protected follows(sample: number, lag: number): boolean {
    const isEvent = sample - this.#sample + this.#lag - lag <= this.#within
    this.forget()
    return isEvent
  }

  protected forget(): void {
    this.#sample = Number.NaN
  }
}
