// The single pass: a stretch of a block is cut into cache-sized pieces, and every loop that wants to see samples runs
// over a piece before the next one is touched, so the memory is read once.

import type { EnvelopePyramid } from '../envelope/envelope-pyramid.ts'
import { level0Scans } from '../envelope/levels.ts'
import type { Phosphor } from '../persistence/phosphor.ts'
import { pieceBytes } from '../thread/memory-plan.ts'
import type { EdgeSearch } from '../trigger/edge-search.ts'

export class BlockPass {
  readonly #pyramid: EnvelopePyramid
  readonly #edges: EdgeSearch
  readonly #phosphor: Phosphor
  #bytesPerScan = 2
  /** What the trigger search has seen without interruption ends here. */
  #searchedTo = -1

  constructor(pyramid: EnvelopePyramid, edges: EdgeSearch, phosphor: Phosphor) {
    this.#pyramid = pyramid
    this.#edges = edges
    this.#phosphor = phosphor
  }

  reset(channels: number, firstSample: number): void {
    this.#bytesPerScan = channels * 2
    this.#pyramid.reset(channels, firstSample)
    this.#edges.restart()
    this.#phosphor.collector.restart()
    this.#searchedTo = -1
  }

  /** One behind the last sample taken in. */
  get end(): number {
    return this.#pyramid.end
  }

  /**
   * Takes the stretch in that begins at `sample`; a jump from the last one is a gap. With `search` false only the
   * envelope is made, which costs a fraction: that is how a thread that fell behind catches up.
   */
  take(address: number, sample: number, scans: number, search: boolean): void {
    if (sample > this.#pyramid.end) this.#pyramid.skipTo(sample)
    if (search && this.#searchedTo !== sample) {
      this.#edges.restart()
      this.#phosphor.collector.restart()
    }
    const pieceScans = Math.floor(pieceBytes / this.#bytesPerScan / level0Scans) * level0Scans
    for (let done = 0; done < scans; ) {
      // The first piece ends where a column does, so that those behind it hold whole columns.
      const ragged = (sample + done) % level0Scans
      const piece = Math.min(scans - done, pieceScans - ragged)
      const at = address + done * this.#bytesPerScan
      this.#pyramid.append(at, piece)
      if (search) {
        this.#edges.search(at, sample + done, piece)
        this.#phosphor.collector.reach(sample + done + piece, false)
      }
      done += piece
    }
    if (!search) return
    this.#phosphor.collector.reach(sample + scans, true)
    this.#searchedTo = sample + scans
  }

  /** The stretch last taken in, from `sample` on, was given back meanwhile: nothing of it is believed. */
  takeBack(sample: number): void {
    this.#pyramid.takeBack(sample)
    this.#phosphor.clear()
    this.#searchedTo = -1
  }
}
