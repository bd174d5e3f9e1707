// What became of the newest blocks, for the DMA lanes: one row of numbers per block in a ring, no object per block.
import type { BlockLife } from '#shared/contract/topics/lanes.ts'

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
  readMs: 9,
  returnedMs: 10,
} as const satisfies Record<keyof BlockLife, number>
const columns = 11

/** Times are monotonic ms here; the ring gives them out relative to the begin of the stream. */
export type FinishedLife = { readonly [K in Exclude<keyof BlockLife, 'readMs' | 'returnedMs'>]: number }

export class LifeRing {
  readonly #rows: Float64Array
  readonly #capacity: number
  /** Lives ever begun, and when this stream's began; the slot of a life is its number modulo the capacity. */
  #begun = 0
  #first = 0
  #originMs = 0

  /** @param capacity by default the blocks of some seconds at 1 GS/s: 8.6 s of one channel in blocks of 1 MiB */
  constructor(capacity = 16_384) {
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
    rows[row + column.readMs] = Number.NaN
    rows[row + column.returnedMs] = Number.NaN
    return this.#begun++
  }

  /** The last reader let go of it; memory may keep it. */
  read(ticket: number, atMs: number): void {
    this.#note(ticket, column.readMs, atMs)
  }

  /** The last reference was given back. */
  returned(ticket: number, atMs: number): void {
    this.#note(ticket, column.returnedMs, atMs)
  }

  #note(ticket: number, index: number, atMs: number): void {
    // An empty block has no row, and an old one's may belong to a younger block by now.
    if (ticket < 0 || this.#begun - ticket > this.#capacity) return
    this.#rows[(ticket % this.#capacity) * columns + index] = atMs
  }

  /** Of the oldest life that is still known in this stream. */
  get #oldest(): number {
    return Math.max(this.#first, this.#begun - this.#capacity)
  }

  /** The newest `most` lives, oldest first. */
  newest(most: number): BlockLife[] {
    return this.#lives(Math.max(this.#oldest, this.#begun - most), this.#begun)
  }

  /**
   * The life of the block that holds a sample, with up to `beside` of its neighbours on each side, oldest first. Empty
   * when no block that is known holds it.
   */
  around(sample: number, beside: number): BlockLife[] {
    // The last block that begins at the sample or before it.
    let [low, high] = [this.#oldest - 1, this.#begun - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.#at(middle, column.firstSample) <= sample) low = middle
      else high = middle - 1
    }
    if (low < this.#oldest) return []
    if (sample >= this.#at(low, column.firstSample) + this.#at(low, column.scans)) return []
    return this.#lives(Math.max(this.#oldest, low - beside), Math.min(this.#begun, low + beside + 1))
  }

  #lives(from: number, to: number): BlockLife[] {
    const lives: BlockLife[] = []
    for (let number = from; number < to; number++) lives.push(this.#life(number))
    return lives
  }

  #at(number: number, index: number): number {
    return this.#rows[(number % this.#capacity) * columns + index]!
  }

  #life(number: number): BlockLife {
    const at = (index: number): number => this.#at(number, index)
    const since = (index: number): number => at(index) - this.#originMs
    const sinceIfAny = (index: number): number | null => (Number.isNaN(at(index)) ? null : since(index))
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
      readMs: sinceIfAny(column.readMs),
      returnedMs: sinceIfAny(column.returnedMs),
    }
  }
}
