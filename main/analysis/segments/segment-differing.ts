// The first segment behind a chosen one that differs from it.
//
// Two segments are compared on one channel, at the instants of their triggers. A sample of the other one lies between two samples of the
// chosen one, or on one of them: it differs by as much as it is above both or below both. A segment differs when one of its samples does
// by more than the tolerance. Samples that have no two neighbours in the chosen one, at its ends, are not compared. So a step that was
// met at another phase of the sampling clock does not differ, and a spike of one sample does.
//
// The automatic tolerance is above the noise of both: of a channel whose noise has the deviation s, the difference of two samples has
// 1.4 s, and six times that is met once in 1e9. s is the median of the second differences of the chosen one over 1.65, which is what
// white noise has there; what the signal bends by itself from sample to sample counts as noise, so nothing is found that is none.
import type { SegmentsRead } from './segment-overlay.ts'

export interface DifferingWish {
  /** The chosen one. */
  readonly index: number
  /** Of the channel in the scan. */
  readonly place: number
  /** Codes; 0: above the noise. */
  readonly tolerance: number
}

export interface DifferingFound {
  /** Null: there is none so far. */
  readonly index: number | null
  /** How far its sample is beyond the two of the chosen one where that is most, in codes, and where: scans from its trigger's instant. */
  readonly by: number
  readonly at: number
  /** That was applied, in codes. */
  readonly tolerance: number
  /** Segments that were looked at. */
  readonly looked: number
  /** There is no more to look at now. */
  readonly isDone: boolean
}

/** Of white noise: the median of the magnitude of second differences, in deviations. */
const medianOfSecond = 0.6745 * Math.sqrt(6)
/** Deviations of the noise of one sample: six of the difference of two. */
const clearOfNoise = 6 * Math.SQRT2
/** Codes: a converter rounds. */
const leastTolerance = 2

/** Codes that noise keeps within: see above. */
export function noiseTolerance(codes: readonly number[]): number {
  const bends = codes.slice(2).map((code, k) => Math.abs(code - 2 * codes[k + 1]! + codes[k]!))
  const median = bends.sort((a, b) => a - b)[bends.length >> 1] ?? 0
  return Math.max(leastTolerance, (clearOfNoise * median) / medianOfSecond)
}

export class SegmentDiffering {
  readonly #segments: SegmentsRead
  readonly #wish: DifferingWish
  #generation = -1
  #tolerance = 0
  #chosen: readonly number[] = []
  #next = 0
  #found: { readonly index: number; readonly by: number; readonly at: number } | null = null

  constructor(segments: SegmentsRead, wish: DifferingWish) {
    this.#segments = segments
    this.#wish = wish
  }

  /** Looks at more of them, at least one, while there is time. */
  work(hasTime: () => boolean): void {
    const { kept, generation } = this.#segments
    if (generation !== this.#generation) this.#begin(generation)
    if (this.#chosen.length === 0) this.#choose()
    while (this.#found === null && this.#next < kept) {
      this.#look(this.#next++)
      if (!hasTime()) return
    }
  }

  get found(): DifferingFound {
    const { index = null, by = 0, at = 0 } = this.#found ?? {}
    const looked = Math.max(0, this.#next - this.#wish.index - 1)
    const isDone = this.#found !== null || this.#next >= this.#segments.kept
    return { index, by, at, tolerance: this.#tolerance, looked, isDone }
  }

  #begin(generation: number): void {
    this.#generation = generation
    this.#found = null
    this.#chosen = []
    this.#next = this.#wish.index + 1
  }

  #choose(): void {
    const { store, kept } = this.#segments
    const { index, place, tolerance } = this.#wish
    if (index >= kept) return
    const codes = store.codes(index)
    this.#chosen = Array.from({ length: store.scans }, (_, k) => codes[k * store.channels + place]!)
    this.#tolerance = tolerance > 0 ? tolerance : noiseTolerance(this.#chosen)
  }

  #look(index: number): void {
    const { store } = this.#segments
    const { channels, scans } = store
    const [chosen, codes] = [this.#chosen, store.codes(index)]
    const { place } = this.#wish
    const later = store.lag(index) - store.lag(this.#wish.index)
    // The two neighbours in the chosen one: one before and the same, or the same and the next.
    const [left, right] = later < 0 ? [-1, 0] : [0, later > 0 ? 1 : 0]
    let [most, at] = [this.#tolerance, -1]
    for (let k = -left; k < scans - right; k++) {
      const code = codes[k * channels + place]!
      const [a, b] = [chosen[k + left]!, chosen[k + right]!]
      const by = Math.max(code - Math.max(a, b), Math.min(a, b) - code)
      if (by > most) [most, at] = [by, k]
    }
    if (at >= 0) this.#found = { index, by: most, at: at + store.lag(index) }
  }
}
