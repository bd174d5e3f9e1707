// Which events are triggers: those that nothing before them holds off.

/** What an event must keep away from the trigger before it, to be a trigger itself. */
export interface Holdoff {
  readonly scans: number
  /** So many events are passed over. */
  readonly events: number
}

export class HoldoffGate {
  holdoff: Holdoff = { scans: 1, events: 0 }
  #last = Number.NEGATIVE_INFINITY
  #passedOver = Number.POSITIVE_INFINITY

  /** Sample from which on an event may be a trigger, as far as time holds it off. */
  get heldUntil(): number {
    return this.#last + this.holdoff.scans
  }

  /** Nothing is held off by what came before. */
  restart(): void {
    this.#last = Number.NEGATIVE_INFINITY
    this.#passedOver = Number.POSITIVE_INFINITY
  }

  /** Whether an event, which is not earlier than the one before it, is a trigger. */
  passes(sample: number): boolean {
    if (sample - this.#last < this.holdoff.scans || this.#passedOver < this.holdoff.events) {
      this.#passedOver++
      return false
    }
    this.#last = sample
    this.#passedOver = 0
    return true
  }

  /**
   * Of some events, one after the other, the place of the next one that is a trigger; `until`: all of them are held off.
   * @param offsets scans from `sample` to each of them; those from place `from` on are asked about
   */
  passNext(offsets: Uint32Array, from: number, until: number, sample: number): number {
    const { scans, events } = this.holdoff
    const last = this.#last
    let at = from
    while (at < until && (sample + offsets[at]! - last < scans || this.#passedOver + (at - from) < events)) at++
    this.#passedOver += at - from
    if (at < until) {
      this.#last = sample + offsets[at]!
      this.#passedOver = 0
    }
    return at
  }
}
