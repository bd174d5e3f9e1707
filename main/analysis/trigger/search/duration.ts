// A time that a trigger compares, and how it is measured: between two crossings, as exactly as the line through the samples
// around each says.
import type { TriggerValues } from '#shared/kinds/triggers.ts'

type Condition = TriggerValues<'pulse'>['condition']

/** What a time must be. */
export class Duration {
  readonly #condition: Condition
  readonly #low: number
  readonly #high: number

  /** @param one @param two the limits, scans; `<` and `>` know only the first one */
  constructor(condition: Condition, one: number, two: number) {
    const other = condition === '<' || condition === '>' ? one : two
    this.#condition = condition
    this.#low = Math.min(one, other)
    this.#high = Math.max(one, other)
  }

  /** Whether so many scans do. A time equal to a limit is inside, and neither `<` nor `>`. */
  holds(scans: number): boolean {
    if (this.#condition === '<') return scans < this.#low
    if (this.#condition === '>') return scans > this.#low
    const isInside = scans >= this.#low && scans <= this.#high
    return this.#condition === 'inside' ? isInside : !isInside
  }

  /** Whether a part of a scan may matter: whole ones are told apart quickly. */
  isNear(scans: number): boolean {
    return Math.abs(scans - this.#low) <= 1 || Math.abs(scans - this.#high) <= 1
  }
}

/** Scans from the instant of a crossing to its sample, in the tile at hand. */
export type LagOf = (line: number, sample: number) => number

/** The time since a crossing. */
export class Interval {
  readonly #lagOf: LagOf
  #line = 0
  #sample = Number.NaN
  #lag = Number.NaN

  constructor(lagOf: LagOf) {
    this.#lagOf = lagOf
  }

  get isRunning(): boolean {
    return !Number.isNaN(this.#sample)
  }

  begin(line: number, sample: number): void {
    this.#line = line
    this.#sample = sample
    this.#lag = Number.NaN
  }

  end(): void {
    this.#sample = Number.NaN
  }

  /** Before the tile it began in is gone. */
  keep(): void {
    if (this.isRunning && Number.isNaN(this.#lag)) this.#lag = this.#lagOf(this.#line, this.#sample)
  }

  /** Whether the time up to the crossing at `sample` is such. */
  meets(duration: Duration, line: number, sample: number): boolean {
    const scans = sample - this.#sample
    if (!this.isRunning || !duration.isNear(scans)) return this.isRunning && duration.holds(scans)
    this.keep()
    return duration.holds(scans + this.#lag - this.#lagOf(line, sample))
  }
}
