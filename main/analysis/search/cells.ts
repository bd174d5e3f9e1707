// How many events lie in each piece of the memory that was searched: pieces in order, oldest first, in plain columns that grow
// when they must. A piece is dropped whole, with the block it is in, so the totals are exact.

export class Cells {
  #capacity = 1024
  #first = new Float64Array(this.#capacity)
  #scans = new Uint32Array(this.#capacity)
  #events = new Uint32Array(this.#capacity)
  /** Positions run freely; the slot is the position modulo the capacity, a power of two. */
  #begin = 0
  #end = 0
  #totalScans = 0
  #totalEvents = 0

  /** Events of all pieces. */
  get events(): number {
    return this.#totalEvents
  }

  /** Scans of all pieces. */
  get scans(): number {
    return this.#totalScans
  }

  /** First sample of the oldest piece; Infinity: there is none. */
  get oldest(): number {
    return this.#end > this.#begin ? this.#first[this.#begin & (this.#capacity - 1)]! : Number.POSITIVE_INFINITY
  }

  /** First sample of the newest piece; -Infinity: there is none. */
  get newest(): number {
    return this.#end > this.#begin ? this.#first[(this.#end - 1) & (this.#capacity - 1)]! : Number.NEGATIVE_INFINITY
  }

  clear(): void {
    this.#begin = this.#end = 0
    this.#totalScans = this.#totalEvents = 0
  }

  /** A piece behind all others. */
  push(first: number, scans: number): void {
    if (this.#end - this.#begin === this.#capacity) this.#grow()
    const slot = this.#end++ & (this.#capacity - 1)
    this.#first[slot] = first
    this.#scans[slot] = scans
    this.#events[slot] = 0
    this.#totalScans += scans
  }

  /** An event of the newest piece. */
  count(): void {
    this.#events[(this.#end - 1) & (this.#capacity - 1)]!++
    this.#totalEvents++
  }

  /** Forgets the pieces that begin before `sample`. */
  dropBefore(sample: number): void {
    while (this.#begin < this.#end && this.#first[this.#begin & (this.#capacity - 1)]! < sample)
      this.#subtract(this.#begin++ & (this.#capacity - 1))
  }

  /** Forgets the newest piece. */
  pop(): void {
    if (this.#end > this.#begin) this.#subtract(--this.#end & (this.#capacity - 1))
  }

  /** The newest piece ends before `end`, if it does not in any case, and has so many events. */
  cut(end: number, events: number): void {
    const slot = (this.#end - 1) & (this.#capacity - 1)
    if (this.#end === this.#begin || this.#first[slot]! + this.#scans[slot]! <= end) return
    this.#subtract(slot)
    this.#scans[slot] = end - this.#first[slot]!
    this.#events[slot] = events
    this.#totalScans += this.#scans[slot]!
    this.#totalEvents += events
  }

  /** Visits all pieces in order. */
  visit(see: (first: number, scans: number, events: number) => void): void {
    for (let position = this.#begin; position < this.#end; position++) {
      const slot = position & (this.#capacity - 1)
      see(this.#first[slot]!, this.#scans[slot]!, this.#events[slot]!)
    }
  }

  #subtract(slot: number): void {
    this.#totalScans -= this.#scans[slot]!
    this.#totalEvents -= this.#events[slot]!
  }

  #grow(): void {
    const oldMask = this.#capacity - 1
    this.#capacity *= 2
    const copy = <A extends Float64Array | Uint32Array>(from: A, to: A): A => {
      for (let position = this.#begin; position < this.#end; position++)
        to[position & (this.#capacity - 1)] = from[position & oldMask]!
      return to
    }
    this.#first = copy(this.#first, new Float64Array(this.#capacity))
    this.#scans = copy(this.#scans, new Uint32Array(this.#capacity))
    this.#events = copy(this.#events, new Uint32Array(this.#capacity))
  }
}
