// The state of a service, in slices: what is known of each topic, with a revision that grows when it changes.
import { Emitter, type Event } from '../lifecycle.ts'
import type { SliceNews } from './messages.ts'
import { isSame } from './same.ts'
import type { Slices, StateOf, Topics } from './topic.ts'

interface Known {
  readonly revision: number
  readonly fields: object
}

export class StateBoard<T extends Topics> {
  readonly #slices = new Map<string, Known>()
  readonly #changes = new Emitter<void>()
  #state: StateOf<T> | null = null

  constructor(slices: Slices<T>) {
    this.put(slices)
  }

  /** Something may have changed; who listens asks what. */
  get onChange(): Event<void> {
    return this.#changes
  }

  /** All fields together; the same object until something changes. */
  get state(): StateOf<T> {
    this.#state ??= Object.assign({}, ...[...this.#slices.values()].map(({ fields }) => fields)) as StateOf<T>
    return this.#state
  }

  /** What is so now. Revisions grow where it differs from what was known; nobody is told yet. */
  put(slices: Partial<Slices<T>>): void {
    for (const [topic, fields] of Object.entries(slices) as [string, object][]) {
      const known = this.#slices.get(topic)
      if (known !== undefined && isSame(known.fields, fields)) continue
      this.#slices.set(topic, { revision: (known?.revision ?? 0) + 1, fields })
      this.#state = null
    }
  }

  /** As {@link put}, of single fields: each belongs to the slice that has it. */
  putFields(fields: Partial<StateOf<T>>): void {
    for (const [topic, known] of this.#slices) {
      const own = Object.entries(fields).filter(([name]) => name in known.fields)
      if (own.length > 0) this.put({ [topic]: { ...known.fields, ...Object.fromEntries(own) } } as Partial<Slices<T>>)
    }
  }

  /** Tells it to who listens. */
  tell(): void {
    this.#changes.fire()
  }

  /** The slices that are newer than the revisions that somebody knows. */
  *newsSince(known: ReadonlyMap<string, number>): Generator<SliceNews> {
    for (const [topic, { revision, fields }] of this.#slices)
      if (revision > (known.get(topic) ?? 0)) yield { topic, revision, fields }
  }
}
