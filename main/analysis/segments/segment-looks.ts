// Questions about all segments that there are, which take longer than an answer may: each time one is asked, a slice of the work is
// done, and none while the thread is late; the answer says how far it got. Whoever wants all of it asks again.
import type { AnalysedFormat } from '../stream/format.ts'
import { type DifferingFound, type DifferingWish, SegmentDiffering } from './segment-differing.ts'
import type { OverlayCells } from './segment-figures.ts'
import { type OverlayWish, SegmentOverlay, type SegmentsRead } from './segment-overlay.ts'

/** Of a slice, ms. */
const sliceMs = 4
/** A thread that is so late has no time, ms. */
const lateMs = 20
/** Work that is begun and not forgotten: some viewers may ask at once. */
const mostBegun = 8

export interface LookTime {
  nowMs(): number
  /** How long the oldest block waits. */
  readonly waitedMs: number
}

type Work = SegmentOverlay | SegmentDiffering

export class SegmentLooks {
  readonly #segments: SegmentsRead
  /** By what was asked, the one asked last behind all others. */
  readonly #begun = new Map<string, Work>()

  constructor(segments: SegmentsRead) {
    this.#segments = segments
  }

  overlay(wish: OverlayWish, time: LookTime): OverlayCells {
    const work = this.#of(`overlay ${JSON.stringify(wish)}`, () => new SegmentOverlay(this.#segments, wish))
    this.#slice(work, time)
    return work.cells
  }

  differing(wish: DifferingWish, time: LookTime): DifferingFound {
    const work = this.#of(`differing ${JSON.stringify(wish)}`, () => new SegmentDiffering(this.#segments, wish))
    this.#slice(work, time)
    return work.found
  }

  #of<W extends Work>(key: string, begin: () => W): W {
    const work = (this.#begun.get(key) as W | undefined) ?? begin()
    this.#begun.delete(key)
    this.#begun.set(key, work)
    for (const oldest of this.#begun.keys()) {
      if (this.#begun.size <= mostBegun) break
      this.#begun.delete(oldest)
    }
    return work
  }

  #slice(work: Work, time: LookTime): void {
    if (time.waitedMs > lateMs) return
    const until = time.nowMs() + sliceMs
    let left = 16
    // The clock is looked at now and then.
    work.work(() => {
      if (--left > 0) return true
      left = 16
      return time.nowMs() < until
    })
  }
}

/** Place of a channel in the scan; the first one if it is not there. */
export const placeOf = (format: AnalysedFormat | null, scanIndex: number): number =>
  Math.max(0, format?.scanIndexes.indexOf(scanIndex) ?? 0)
