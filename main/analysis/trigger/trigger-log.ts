// The events of the trigger in force, in order: those that begin a record, and how many there were in all. An event is the
// first sample on the far side of a level. Old ones are written over; a view looks for the newest whose window is complete.

import { EventDistances } from './event-distances.ts'
import { type Holdoff, HoldoffGate } from './holdoff-gate.ts'
import type { EventSink } from './search/trigger-search.ts'

const capacity = 65536

/** Who is told every event, because it has a hold-off of its own. */
export interface EventFollower {
  /** What the trigger asks for, apart from the records that are shown. Returns how soon it takes an event behind another, scans. */
  holdOff(holdoff: Holdoff): number
  /** Sample from which on it may take an event. */
  readonly heldUntil: number
  /** @param line as in {@link TriggerLog.push}; null: the event is none of the signal */
  event(sample: number, line: number | null): void
  /** Some, as {@link EventSink.pushAll} has them. */
  events(offsets: Uint32Array, from: number, until: number, sample: number): void
  /** So many events were not told one by one, because all of them are held off. */
  reckon(events: number): void
}

export class TriggerLog implements EventSink {
  readonly #samples = new Float64Array(capacity)
  readonly #lines = new Uint8Array(capacity)
  #count = 0
  #events = 0
  #newest = Number.NEGATIVE_INFINITY
  /** The same when {@link settle} was called. */
  #certain = { count: 0, events: 0, newest: Number.NEGATIVE_INFINITY }
  readonly #gate = new HoldoffGate()
  /** Between events since {@link countAnew}, those that were held off too. */
  readonly distances = new EventDistances()
  /** Null: there is none. */
  follower: EventFollower | null = null

  /** Triggers ever logged since {@link clear}. */
  get count(): number {
    return this.#count
  }

  /** Events since {@link countAnew}, those that were held off too. */
  get events(): number {
    return this.#events
  }

  /** Sample of the newest event; -Infinity: there was none. */
  get newest(): number {
    return this.#newest
  }

  /** How events are held off. */
  set holdoff(holdoff: Holdoff) {
    this.#gate.holdoff = holdoff
  }

  /** Sample from which on an event may be a trigger, or of use to the follower, as far as time holds it off. */
  get heldUntil(): number {
    return Math.min(this.#gate.heldUntil, this.follower?.heldUntil ?? Number.POSITIVE_INFINITY)
  }

  clear(): void {
    this.#count = this.#certain.count = 0
    this.countAnew()
    this.restart()
  }

  /** Events before now do not count. */
  countAnew(): void {
    this.#events = 0
    this.#newest = Number.NEGATIVE_INFINITY
    this.distances.countAnew()
    this.settle()
  }

  /** Nothing is held off by what came before, and nothing is a neighbour of it. */
  restart(): void {
    this.distances.restart()
    this.#gate.restart()
  }

  /**
   * An event, which is not earlier than the one before it; unless it is held off it is a trigger.
   * @param line which of the search's lines it is interpolated at
   */
  push(sample: number, line = 0): void {
    this.#events++
    this.#newest = sample
    this.distances.event(sample)
    this.follower?.event(sample, line)
    if (!this.#gate.passes(sample)) return
    this.#lines[this.#count % capacity] = line
    this.#samples[this.#count++ % capacity] = sample
  }

  pushAll(offsets: Uint32Array, from: number, until: number, sample: number): void {
    if (until <= from) return
    this.#events += until - from
    this.#newest = sample + offsets[until - 1]!
    this.distances.events(offsets, from, until, sample)
    this.follower?.events(offsets, from, until, sample)
    const gate = this.#gate
    for (let k = gate.passNext(offsets, from, until, sample); k < until; ) {
      this.#lines[this.#count % capacity] = 0
      this.#samples[this.#count++ % capacity] = sample + offsets[k]!
      k = gate.passNext(offsets, k + 1, until, sample)
    }
  }

  /** Events that were not told one by one, because all of them are held off. */
  reckon(events: number): void {
    this.#events += events
    if (events > 0) this.distances.missEvents()
    this.follower?.reckon(events)
  }

  /** A trigger that is no event. */
  force(sample: number): void {
    this.#lines[this.#count % capacity] = 0
    this.#samples[this.#count++ % capacity] = sample
    this.follower?.event(sample, null)
    this.settle()
  }

  /** What is there now is certain. */
  settle(): void {
    this.#certain = { count: this.#count, events: this.#events, newest: this.#newest }
    this.distances.settle()
  }

  /** Triggers that are not certain yet. */
  get uncertain(): number {
    return this.#count - this.#certain.count
  }

  /** Forgets what is not certain: it was found in data that turned out to be torn. */
  retract(): void {
    this.#count = Math.min(this.#count, this.#certain.count)
    this.#events = this.#certain.events
    this.#newest = this.#certain.newest
    this.distances.retract()
  }

  /** The newest trigger at or before `sample`, or null. */
  newestUpTo(sample: number): number | null {
    const index = this.#firstIndex((one) => one > sample)
    return index === this.oldest ? null : this.at(index - 1)
  }

  /** The oldest trigger still logged at or behind `sample`, or null. */
  firstFrom(sample: number): number | null {
    const index = this.#firstIndex((one) => one >= sample)
    return index === this.#count ? null : this.at(index)
  }

  /** Index of the oldest trigger that is still logged. */
  get oldest(): number {
    return Math.max(0, this.#count - capacity)
  }

  at(index: number): number {
    return this.#samples[index % capacity]!
  }

  /** Copies the triggers from index `from` on, so many as there are up to `most`, and their lines. Returns how many. */
  copyFrom(from: number, most: number, samples: Float64Array, lines: Uint8Array): number {
    const count = Math.min(most, this.#count - from)
    for (let k = 0; k < count; k++) {
      samples[k] = this.#samples[(from + k) % capacity]!
      lines[k] = this.#lines[(from + k) % capacity]!
    }
    return count
  }

  /** The line of the trigger at `sample`; null: it is not logged. */
  lineAt(sample: number): number | null {
    const index = this.#firstIndex((one) => one >= sample)
    return index < this.#count && this.at(index) === sample ? this.#lines[index % capacity]! : null
  }

  /** Index of the first trigger that is such, where all behind it are too. */
  #firstIndex(isSuch: (sample: number) => boolean): number {
    let low = this.oldest
    let high = this.#count
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (isSuch(this.at(middle))) high = middle
      else low = middle + 1
    }
    return low
  }
}
