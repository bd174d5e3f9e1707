// The account of what arrived and what is missing. Sample indexes keep counting through lost samples, so a gap is the
// jump between the end of one block and the begin of the next: exact, whatever caused it.
import { fail, say } from '#shared/errors.ts'

export interface Gap {
  /** Index of the first missing scan. */
  readonly atSample: number
  readonly lostSamples: number
}

export class Continuity {
  #samples = 0
  #lostSamples = 0
  #blocks = 0
  #nextSample = 0
  /** What had come and gone when the present epoch, or the count in it, began. */
  #before = { samples: 0, lostSamples: 0 }
  #gaps = 0

  /** Scans captured since the beginning, over all epochs. */
  get samples(): number {
    return this.#samples
  }

  get lostSamples(): number {
    return this.#lostSamples
  }

  get blocks(): number {
    return this.#blocks
  }

  /** Index of the scan expected next, in the present epoch. */
  get nextSample(): number {
    return this.#nextSample
  }

  /** Of the present epoch, or of the last one, since the count began: scans captured, scans missing, and in how many places. */
  get epoch(): { readonly samples: number; readonly lostSamples: number; readonly gaps: number } {
    return {
      samples: this.#samples - this.#before.samples,
      lostSamples: this.#lostSamples - this.#before.lostSamples,
      gaps: this.#gaps,
    }
  }

  /** The converter starts again at scan 0. */
  beginEpoch(): void {
    this.#nextSample = 0
    this.countAnew()
  }

  /** What came and went in this epoch so far counts no more. */
  countAnew(): void {
    this.#before = { samples: this.#samples, lostSamples: this.#lostSamples }
    this.#gaps = 0
  }

  /**
   * Accounts for one block; returns how many scans are missing before it (0: none).
   * @throws EIO when the block begins before the end of the one before it: the stream is out of order.
   */
  add(firstSample: number, scans: number): number {
    const lost = firstSample - this.#nextSample
    if (!(lost >= 0)) fail('EIO', say`A block begins at scan ${firstSample}, before the expected ${this.#nextSample}.`)
    this.missing(lost)
    this.#samples += scans
    this.#blocks++
    this.#nextSample = firstSample + scans
    return lost
  }

  /** So many scans will not come; at the end of a stream no block tells of them. */
  missing(scans: number): void {
    this.#lostSamples += scans
    this.#nextSample += scans
    if (scans > 0) this.#gaps++
  }
}
