// Those who are lent the blocks, in the order in which they came.
import { type Disposable, toDisposable } from '#shared/lifecycle.ts'
import type { BlockRef, StreamFormat, Tap } from '../tap.ts'

export class Taps {
  /** Replaced, never changed: who comes or leaves in a round does not disturb it. */
  #taps: readonly Tap[] = []

  /** @param format of the present stream, or the last one, which the tap gets at once; null: there was none */
  add(tap: Tap, format: StreamFormat | null): Disposable {
    this.#taps = [...this.#taps, tap]
    if (format !== null) tap.onFormat?.(format)
    return toDisposable(() => {
      this.#taps = this.#taps.filter((other) => other !== tap)
    })
  }

  /** A stream of this form begins. */
  begin(format: StreamFormat): void {
    for (const tap of this.#taps) tap.onFormat?.(format)
  }

  /** Lends all of them these blocks. @throws what a tap throws; later ones miss the blocks */
  lend(blocks: readonly BlockRef[]): void {
    for (const tap of this.#taps) tap.onBlocks(blocks)
  }

  /** The stream ended, and so many scans behind its last block are in none. */
  missing(scans: number): void {
    for (const tap of this.#taps) tap.onMissing?.(scans)
  }

  /** Memory is short: they give back so many bytes of what they hold only for comfort. */
  relieve(bytes: number): void {
    for (const tap of this.#taps) tap.relieve?.(bytes)
  }

  /** Before the blocks are looked at: they say which of them they have read since. */
  settleReads(): void {
    for (const tap of this.#taps) tap.settleReads?.()
  }
}
