// The state as a viewer knows it: slices as they came, and of topics that the service lacks what is then taken for true.
import { Emitter, type Event } from '../lifecycle.ts'
import { absentSlices, type StateOf, type Topics } from './topic.ts'

export class KnownState<T extends Topics> {
  readonly #topics: T
  readonly #revisions = new Map<string, number>()
  readonly #changes = new Emitter<Partial<StateOf<T>>>()
  /** Null until hello was answered; what comes with it waits. */
  #common: ReadonlySet<string> | null = null
  #early: unknown[] = []
  #state: StateOf<T>

  constructor(topics: T) {
    this.#topics = topics
    this.#state = Object.assign({}, ...Object.values(absentSlices(topics))) as StateOf<T>
  }

  /** The fields of the slices that changed, together. */
  get onChange(): Event<Partial<StateOf<T>>> {
    return this.#changes
  }

  get state(): StateOf<T> {
    return this.#state
  }

  /** These topics are the same at both ends; what is told of others is left aside. */
  limitTo(common: ReadonlySet<string>): void {
    this.#common = common
    this.learn(this.#early)
    this.#early = []
  }

  has(topic: string): boolean {
    return this.#common?.has(topic) ?? false
  }

  /** Takes the slices of a message; what is none, or older than what is known, is left aside. */
  learn(news: unknown): void {
    if (!Array.isArray(news)) return
    if (this.#common === null) {
      this.#early.push(...(news as unknown[]))
      return
    }
    const changed: object = {}
    for (const one of news as unknown[]) {
      const { topic, revision, fields } = (one ?? {}) as { topic?: unknown; revision?: unknown; fields?: unknown }
      if (typeof topic !== 'string' || typeof revision !== 'number') continue
      if (!Object.hasOwn(this.#topics, topic) || typeof fields !== 'object' || fields === null) continue
      if (revision <= (this.#revisions.get(topic) ?? 0) || !this.has(topic)) continue
      this.#revisions.set(topic, revision)
      Object.assign(changed, fields)
    }
    if (Object.keys(changed).length === 0) return
    this.#state = Object.assign({}, this.#state, changed)
    this.#changes.fire(changed)
  }
}
