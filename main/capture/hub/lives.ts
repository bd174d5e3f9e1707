// What became of the newest blocks, for the DMA lanes: one row of numbers per block in a ring, no object per block.
import type { BlockLife } from '#shared/contract/instrument.ts'

const column = {
  sequence: 0,
  bytes: 1,
  firstSample: 2,
  scans: 3,
  lostBefore: 4,
  queuedMs: 5,
  activeMs: 6,
  doneMs: 7,
  heldMs: 8,
  returnedMs: 9,
} as const
const columns = 10

/** Times are monotonic ms here; the ring gives them out relative to the begin of the stream. */
export interface FinishedLife {
  readonly sequence: number
  readonly bytes: number
  readonly firstSample: number
  readonly scans: number
  readonly lostBefore: number
  readonly queuedMs: number
  readonly activeMs: number
  readonly doneMs: number
  readonly heldMs: number
}

export class LifeRing {
  readonly #rows: Float64Array
  readonly #capacity: number
  /** Lives ever begun, and when this stream's began; the slot of a life is its number modulo the capacity. */
  #begun = 0
  #first = 0
  #originMs = 0

  constructor(capacity = 128) {
    this.#capacity = capacity
    this.#rows = new Float64Array(capacity * columns)
  }

  /** A new stream: earlier lives are forgotten. */
  clear(originMs: number): void {
    this.#first = this.#begun
    this.#originMs = originMs
  }

  get originMs(): number {
    return this.#originMs
  }

  /** Notes a block as the reader got it. Its ticket is for {@link returned}. */
  held(life: FinishedLife): number {
    const row = (this.#begun % this.#capacity) * columns
    const rows = this.#rows
    rows[row + column.sequence] = life.sequence
    rows[row + column.bytes] = life.bytes
    rows[row + column.firstSample] = life.firstSample
    rows[row + column.scans] = life.scans
    rows[row + column.lostBefore] = life.lostBefore
    rows[row + column.queuedMs] = life.queuedMs
    rows[row + column.activeMs] = life.activeMs
    rows[row + column.doneMs] = life.doneMs
    rows[row + column.heldMs] = life.heldMs
    rows[row + column.returnedMs] = Number.NaN
    return this.#begun++
  }

  /** The last reference was given back. */
  returned(ticket: number, atMs: number): void {
    // The row may belong to a younger block by now.
    if (this.#begun - ticket > this.#capacity) return
    this.#rows[(ticket % this.#capacity) * columns + column.returnedMs] = atMs
  }

  /** The newest `most` lives, oldest first. */
  newest(most: number): BlockLife[] {
    const count = Math.min(most, this.#begun - this.#first, this.#capacity)
    const lives: BlockLife[] = []
    for (let number = this.#begun - count; number < this.#begun; number++) lives.push(this.#life(number))
    return lives
  }

  #life(number: number): BlockLife {
    const row = (number % this.#capacity) * columns
    const at = (index: number): number => this.#rows[row + index]!
    const since = (index: number): number => at(index) - this.#originMs
    return {
      sequence: at(column.sequence),
      bytes: at(column.bytes),
      firstSample: at(column.firstSample),
      scans: at(column.scans),
      lostBefore: at(column.lostBefore),
      queuedMs: since(column.queuedMs),
      activeMs: since(column.activeMs),
      doneMs: since(column.doneMs),
      heldMs: since(column.heldMs),
      returnedMs: Number.isNaN(at(column.returnedMs)) ? null : since(column.returnedMs),
    }
  }
}
