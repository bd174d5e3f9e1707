// The single pass: a stretch of a block is cut into tiles that fit the cache, and every part works on a tile before the
// next one is touched, so the memory is read once.
import { level0Scans } from '../envelope/levels.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { Leaving, PassedStretch, PassPart } from '../stream/pass-part.ts'
import { type Tile, tileBytes } from '../stream/tile.ts'

export class BlockPass {
  readonly #parts: readonly PassPart[]
  /** Those that are at work when so much is left out. */
  readonly #atWork: Readonly<Record<Leaving, readonly PassPart[]>>
  /** Used again and again: a tile allocates nothing. */
  readonly #tile: { -readonly [K in keyof Tile]: Tile[K] } = { address: 0, sample: 0, scans: 0 }
  #bytesPerScan = 2
  #end = 0
  /** What the parts that are left out never, last and first have seen without interruption ends here; -1: they begin anew. */
  readonly #seenTo: Record<PassPart['leftOut'], number> = { never: -1, last: -1, first: -1 }

  /** @param parts in the order in which they see a tile */
  constructor(parts: readonly PassPart[]) {
    this.#parts = parts
    this.#atWork = {
      nothing: parts,
      pictures: parts.filter(({ leftOut }) => leftOut !== 'first'),
      all: parts.filter(({ leftOut }) => leftOut === 'never'),
    }
  }

  begin(format: AnalysedFormat): void {
    this.#bytesPerScan = format.scanIndexes.length * 2
    this.#end = 0
    this.#seenTo.never = this.#seenTo.last = this.#seenTo.first = -1
    for (const part of this.#parts) part.begin(format)
  }

  /** One behind the last sample taken in. */
  get end(): number {
    return this.#end
  }

  /** Some part waits for samples that must not be missed. */
  get isCollecting(): boolean {
    return this.#parts.some((part) => part.isCollecting === true)
  }

  /** The oldest sample that any part still tells something of, or `sample` if that is older. */
  oldestKept(sample: number): number {
    return this.#parts.reduce((oldest, part) => Math.min(oldest, part.oldestKept ?? oldest), sample)
  }

  /**
   * Takes the stretch in that begins at `sample`; a jump from the last one is a gap. What is `leaving` is left out, which
   * costs a fraction: that is how a thread that fell behind catches up.
   */
  take(address: number, sample: number, scans: number, leaving: Leaving): void {
    const end = sample + scans
    const parts = this.#atWork[leaving]
    for (const part of parts) if (this.#seenTo[part.leftOut] !== sample) part.restart(sample)
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
    this.#end = this.#seenTo.never = end
    if (leaving !== 'all') this.#seenTo.last = end
    if (leaving === 'nothing') this.#seenTo.first = end
  }

  /** Memory before `valid` was given back: parts that have read there, in other blocks than that of the stretch, retract. */
  check(valid: number, sample: number): void {
    for (const part of this.#parts)
      if (part.takeOldestRead !== undefined && valid > part.takeOldestRead()) part.retract(sample)
  }

  /** The stretch last taken in, from `sample` on, was given back meanwhile: nothing of it is believed. */
  retract(sample: number): void {
    for (const part of this.#parts) part.retract(sample)
    this.#seenTo.last = this.#seenTo.first = -1
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
