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
}
