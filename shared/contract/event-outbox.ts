// Events to one viewer, with a window: what a viewer has not acknowledged is bounded, whatever the port would buffer.
import { fail } from '../errors.ts'
import type { InstrumentEvents } from './instrument.ts'
import { type EventName, type InstrumentMessage, maxUnseenEvents } from './messages.ts'

/** Problems are told one by one, never merged; of a flood a stuck viewer misses the oldest. */
const maxWaitingProblems = 16

type EventMessage = Extract<InstrumentMessage, { t: 'ev' }>

export class EventOutbox {
  readonly #post: (message: EventMessage) => void
  readonly #newest = new Map<EventName, unknown>()
  #problems: unknown[] = []
  #sent = 0
  #seen = 0

  constructor(post: (message: EventMessage) => void) {
    this.#post = post
  }

  /** Sends now while the viewer keeps up; otherwise keeps it until it does, in place of an older one of its name. */
  push<K extends EventName>(name: K, data: InstrumentEvents[K]): void {
    if (this.#hasRoom) this.#send(name, data)
    else if (name === 'problem') this.#problems = [...this.#problems, data].slice(-maxWaitingProblems)
    else this.#newest.set(name, data)
  }

  /** Throws EINVAL, changing nothing, for a number that was never sent or lies before one already acknowledged. */
  acknowledge(seen: number): void {
    if (seen > this.#sent || seen < this.#seen)
      fail('EINVAL', `event ${seen} cannot be acknowledged: ${this.#seen} is, and ${this.#sent} were sent`)
    this.#seen = seen
    while (this.#hasRoom && this.#problems.length > 0) this.#send('problem', this.#problems.shift())
    for (const [name, data] of this.#newest) {
      if (!this.#hasRoom) return
      this.#newest.delete(name)
      this.#send(name, data)
    }
  }

  get #hasRoom(): boolean {
    return this.#sent - this.#seen < maxUnseenEvents
  }

  #send(name: EventName, data: unknown): void {
    this.#sent++
    this.#post({ t: 'ev', k: this.#sent, n: name, d: data })
  }
}
