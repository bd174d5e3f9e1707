// How far the events of the trigger in force are apart: the shortest and the longest distance between neighbours.

interface Known {
  readonly shortest: number
  readonly longest: number
  readonly before: number
  readonly isEach: boolean
}

const nothing: Known = { shortest: Number.POSITIVE_INFINITY, longest: 0, before: Number.NaN, isEach: true }

export class EventDistances {
  #shortest = nothing.shortest
  #longest = nothing.longest
  /** Sample of the event before; NaN: there is none, or not all that lies between was examined. */
  #before = nothing.before
  /** Whether every event was told. */
  #isEach = nothing.isEach
  /** The same when {@link settle} was called. */
  #certain = nothing

  /** Scans; null: there are no two neighbours, or somewhere not every event was looked at. */
  get shortest(): number | null {
    return this.#isEach && this.#longest > 0 ? this.#shortest : null
  }

  /** As {@link shortest}. */
  get longest(): number | null {
    return this.#isEach && this.#longest > 0 ? this.#longest : null
  }

  countAnew(): void {
    this.#certain = nothing
    this.retract()
  }

  /** What comes next has no neighbour before it. */
  restart(): void {
    this.#before = Number.NaN
  }

  event(sample: number): void {
    const apart = sample - this.#before
    this.#before = sample
    // No comparison holds of NaN, and two events at one sample are one place.
    if (!(apart > 0)) return
    if (apart < this.#shortest) this.#shortest = apart
    if (apart > this.#longest) this.#longest = apart
  }

  /** Some, as {@link EventSink.pushAll} has them. */
  events(offsets: Uint32Array, from: number, until: number, sample: number): void {
    if (until <= from) return
    this.event(sample + offsets[from]!)
    if (!this.#isEach) {
      this.#before = sample + offsets[until - 1]!
      return
    }
    let shortest = this.#shortest
    let longest = this.#longest
    let before = offsets[from]!
    for (let k = from + 1; k < until; k++) {
      const offset = offsets[k]!
      const apart = offset - before
      before = offset
      if (apart === 0) continue
      if (apart < shortest) shortest = apart
      if (apart > longest) longest = apart
    }
    this.#shortest = shortest
    this.#longest = longest
    this.#before = sample + before
  }

  /** Some events were not told. */
  missEvents(): void {
    this.#isEach = false
  }

  settle(): void {
    const [shortest, longest, before, isEach] = [this.#shortest, this.#longest, this.#before, this.#isEach]
    this.#certain = { shortest, longest, before, isEach }
  }

  /** Forgets what came since {@link settle}. */
  retract(): void {
    const { shortest, longest, before, isEach } = this.#certain
    this.#shortest = shortest
    this.#longest = longest
    this.#before = before
    this.#isEach = isEach
  }
}
