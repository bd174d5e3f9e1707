// Events and slices of state to one viewer, with a window: what a viewer has not acknowledged is bounded, whatever the port
// would buffer.
import { fail, say } from '../errors.ts'
import { maxUnseenEvents, type ServiceMessage, type SliceNews } from './messages.ts'

/** Where the slices are: a {@link StateBoard}. */
export interface SliceSource {
  newsSince(known: ReadonlyMap<string, number>): Iterable<SliceNews>
}

interface Waiting {
  readonly event: string
  readonly data: unknown
}

export class Outbox {
  readonly #post: (message: ServiceMessage) => void
  readonly #slices: SliceSource
  /** The revision of each slice that the viewer was told. */
  readonly #told = new Map<string, number>()
  #waiting: Waiting[] = []
  #sent = 0
  #seen = 0

  constructor(slices: SliceSource, post: (message: ServiceMessage) => void) {
    this.#slices = slices
    this.#post = post
  }

  /**
   * Sends an event now while the viewer keeps up; otherwise keeps it until it does.
   * @param keep of this name so many, the newest
   */
  push(event: string, data: unknown, keep: number): void {
    if (this.#hasRoom) {
      this.#send(event, data)
      return
    }
    this.#waiting.push({ event, data })
    const ofName = this.#waiting.filter((one) => one.event === event)
    if (ofName.length > keep) this.#waiting.splice(this.#waiting.indexOf(ofName[0]!), 1)
  }

  /** Sends the slices that changed, in one message, while the viewer keeps up; of what it misses it gets the newest. */
  tellState(): void {
    if (!this.#hasRoom) return
    const state = this.takeState()
    if (state.length === 0) return
    this.#sent++
    this.#post({ type: 'state', number: this.#sent, state })
  }

  /** The slices that changed, for an answer that carries them: the viewer counts as told. */
  takeState(): SliceNews[] {
    const all = [...this.#slices.newsSince(this.#told)]
    for (const { topic, revision } of all) this.#told.set(topic, revision)
    return all
  }

  /** @throws EINVAL, changing nothing, for a number that was never sent or lies before one already acknowledged */
  acknowledge(seen: number): void {
    if (seen > this.#sent || seen < this.#seen)
      fail('EINVAL', say`Event ${seen} cannot be acknowledged: ${this.#seen} is, and ${this.#sent} were sent.`)
    this.#seen = seen
    while (this.#hasRoom && this.#waiting.length > 0) {
      const { event, data } = this.#waiting.shift()!
      this.#send(event, data)
    }
    this.tellState()
  }

  get #hasRoom(): boolean {
    return this.#sent - this.#seen < maxUnseenEvents
  }

  #send(event: string, data: unknown): void {
    this.#sent++
    this.#post({ type: 'event', number: this.#sent, event, data })
  }
}
