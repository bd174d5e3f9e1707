// The single pass: a stretch of a block is cut into tiles that fit the cache, and every part works on a tile before the
// next one is touched, so the memory is read once.
import { level0Scans } from '../envelope/levels.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { PassedStretch, PassPart } from '../stream/pass-part.ts'
import { type Tile, tileBytes } from '../stream/tile.ts'

export class BlockPass {
  readonly #parts: readonly PassPart[]
  /** Those that are never left out. */
  readonly #steady: readonly PassPart[]
  /** Used again and again: a tile allocates nothing. */
  readonly #tile: { -readonly [K in keyof Tile]: Tile[K] } = { address: 0, sample: 0, scans: 0 }
  #bytesPerScan = 2
  #end = 0
  /** What the steady parts, and the others, have seen without interruption ends here; -1: they begin anew. */
  #steadyTo = -1
  #examinedTo = -1

  /** @param parts in the order in which they see a tile */
  constructor(parts: readonly PassPart[]) {
    this.#parts = parts
    this.#steady = parts.filter((part) => !part.mayBeLeftOut)
  }

  begin(format: AnalysedFormat): void {
    this.#bytesPerScan = format.scanIndexes.length * 2
    this.#end = 0
    this.#steadyTo = this.#examinedTo = -1
    for (const part of this.#parts) part.begin(format)
  }

  /** One behind the last sample taken in. */
  get end(): number {
    return this.#end
  }

  /** The oldest sample that any part still tells something of, or `sample` if that is older. */
  oldestKept(sample: number): number {
    return this.#parts.reduce((oldest, part) => Math.min(oldest, part.oldestKept ?? oldest), sample)
  }

  /**
   * Takes the stretch in that begins at `sample`; a jump from the last one is a gap. With `isExamined` false the parts that
   * may be left out are, which costs a fraction: that is how a thread that fell behind catches up.
   */
  take(address: number, sample: number, scans: number, isExamined: boolean): void {
    const end = sample + scans
    for (const part of this.#parts) {
      const to = part.mayBeLeftOut ? this.#examinedTo : this.#steadyTo
      if (to !== sample && (isExamined || !part.mayBeLeftOut)) part.restart(sample)
    }
    const parts = isExamined ? this.#parts : this.#steady
    const tile = this.#tile
    const tileScans = Math.floor(tileBytes / this.#bytesPerScan / level0Scans) * level0Scans
    for (let done = 0; done < scans; done += tile.scans) {
      // The first tile ends where a column does, so that those behind it hold whole columns.
      const ragged = (sample + done) % level0Scans
      tile.address = address + done * this.#bytesPerScan
      tile.sample = sample + done
      tile.scans = Math.min(scans - done, tileScans - ragged)
      for (const part of parts) part.take(tile)
    }
    for (const part of parts) part.finish?.(end)
    this.#end = this.#steadyTo = end
    if (isExamined) this.#examinedTo = end
  }

  /** Memory before `valid` was given back: parts that have read there, in other blocks than that of the stretch, retract. */
  check(valid: number, sample: number): void {
    for (const part of this.#parts)
      if (part.takeOldestRead !== undefined && valid > part.takeOldestRead()) part.retract(sample)
  }

  /** The stretch last taken in, from `sample` on, was given back meanwhile: nothing of it is believed. */
  retract(sample: number): void {
    for (const part of this.#parts) part.retract(sample)
    this.#examinedTo = -1
  }

  /** It was not. */
  passed(stretch: PassedStretch): void {
    for (const part of this.#parts) part.passed?.(stretch)
  }

  /** From `sample` on, which is the next one or an earlier one, the signal is another one. */
  seam(sample: number): void {
    for (const part of this.#parts) part.seam?.(sample)
  }
}
