// Segments drawn over one another, at the instants of their triggers: how often each cell of a picture was crossed. A line goes from
// sample to sample, as it does in the picture of one; nothing is smoothed and nothing is left out.
import type { OverlayCells } from './segment-figures.ts'
import type { SegmentPart } from './segment-part.ts'

export interface OverlayWish {
  /** So many, the newest; 0: none. */
  readonly newest: number
  /** Of the channel in the scan. */
  readonly place: number
  readonly columns: number
  readonly rows: number
  /** Codes at the bottom and at the top, which may be the lesser one; what lies beyond is drawn at the edge. */
  readonly low: number
  readonly high: number
}

export type SegmentsRead = Pick<SegmentPart, 'kept' | 'store' | 'generation'>

/** Brightness has so many steps; the least is that of a cell that was crossed once. */
const steps = 15

export class SegmentOverlay {
  readonly #segments: SegmentsRead
  readonly #wish: OverlayWish
  readonly #hits: Uint32Array
  #generation = -1
  /** Drawn are those from #first up to #next. */
  #first = 0
  #next = 0
  /** Rows that the segment at hand has filled of its newest column. */
  #column = -1
  #lowest = 0
  #highest = -1

  constructor(segments: SegmentsRead, wish: OverlayWish) {
    this.#segments = segments
    this.#wish = wish
    this.#hits = new Uint32Array(wish.columns * wish.rows)
  }

  /** Draws more of them, at least one, while there is time. */
  work(hasTime: () => boolean): void {
    const { kept, generation } = this.#segments
    const first = Math.max(0, kept - this.#wish.newest)
    // Of the newest some are no more among them: what is drawn cannot be taken out of the picture.
    if (generation !== this.#generation || first !== this.#first) {
      this.#generation = generation
      this.#first = this.#next = first
      this.#hits.fill(0)
    }
    while (this.#next < kept) {
      this.#draw(this.#next++)
      if (!hasTime()) return
    }
  }

  /** As far as it is drawn. */
  get cells(): OverlayCells {
    const { rows, columns } = this.#wish
    let most = 1
    for (const hits of this.#hits) if (hits > most) most = hits
    const scale = (steps - 1) / Math.max(1, Math.log(most))
    const graded = (hits: number): string =>
      hits === 0 ? '0' : (1 + Math.floor(Math.log(hits) * scale + 1e-9)).toString(16)
    const cells = Array.from({ length: columns }, (_, column) =>
      Array.from(this.#hits.subarray(column * rows, (column + 1) * rows), graded).join(''),
    )
    return { drawn: this.#next - this.#first, of: this.#segments.kept - this.#first, cells }
  }

  #draw(index: number): void {
    const { store } = this.#segments
    const { place, columns, rows, low, high } = this.#wish
    const { scans, channels } = store
    const codes = store.codes(index)
    const perScan = columns / scans
    const perCode = rows / (high - low)
    const height = (k: number): number => (codes[k * channels + place]! - low) * perCode
    // A segment begins before the instant of its trigger by its lag less than before the sample.
    let x = store.lag(index) * perScan
    this.#column = -1
    let y = height(0)
    if (scans === 1) this.#fill(Math.floor(x), y, y)
    for (let k = 1; k < scans; k++) {
      const [toX, toY] = [x + perScan, height(k)]
      const slope = (toY - y) / perScan
      const end = Math.min(columns - 1, Math.floor(toX))
      for (let column = Math.floor(x); column <= end; column++) {
        const from = y + slope * (Math.max(x, column) - x)
        const until = y + slope * (Math.min(toX, column + 1) - x)
        this.#fill(column, from, until)
      }
      x = toX
      y = toY
    }
  }

  /** The line goes on in a column, from height to height: of one segment each cell is counted once. */
  #fill(column: number, from: number, until: number): void {
    const { rows } = this.#wish
    const row = (height: number): number => Math.max(0, Math.min(rows - 1, Math.floor(height)))
    const [low, high] = [row(Math.min(from, until)), row(Math.max(from, until))]
    const first = column * rows
    if (column !== this.#column) {
      this.#column = column
      this.#lowest = low
      this.#highest = low - 1
    }
    // What the line has filled of a column is in one piece, and it goes on from there.
    while (this.#lowest > low) this.#hits[first + --this.#lowest]!++
    while (this.#highest < high) this.#hits[first + ++this.#highest]!++
  }
}
