// Samples as they come over the wire, written as the scans of the device here: the same bytes where both are laid out alike.
// They are not where a server sends more channels than were asked for, or leaves out the padding behind a scan.
import { roundUp } from '#shared/iio/index.ts'

/** An element of a scan. */
export interface WireElement {
  readonly index: number
  readonly bytes: number
}

/** An element of a scan here. */
export interface PlacedScanElement {
  readonly index: number
  readonly offset: number
  readonly bytes: number
}

export interface WireLayout {
  readonly elements: readonly PlacedScanElement[]
  /** Bytes of a set of samples. */
  readonly bytes: number
}

/**
 * Where elements are in a set of samples, as libiio counts it.
 * @param elements by scan index, each index once
 * @param padded whether a set is rounded up to its largest element: since 0.25
 */
export function wireLayout(elements: readonly WireElement[], padded: boolean): WireLayout {
  let offset = 0
  let longest = 1
  const placed = elements.map(({ index, bytes }) => {
    offset = roundUp(offset, bytes)
    const element = { index, offset, bytes }
    offset += bytes
    longest = Math.max(longest, bytes)
    return element
  })
  return { elements: placed, bytes: padded ? roundUp(offset, longest) : offset }
}

export interface ScanWriter {
  /** Bytes that a set of samples has on the wire. */
  readonly wireBytes: number
  /**
   * Takes bytes of `part` from `at` on, and writes whole or part scans to `to` from `fill` on.
   * @returns bytes taken and written; neither: there is no room
   */
  write(
    part: Uint8Array,
    at: number,
    to: Uint8Array,
    fill: number,
  ): { readonly taken: number; readonly written: number }
}

/** @param ownBytes of a scan here; what no element covers is zero */
export function scanWriter(wire: WireLayout, own: readonly PlacedScanElement[], ownBytes: number): ScanWriter {
  const isAlike =
    wire.bytes === ownBytes &&
    wire.elements.length === own.length &&
    own.every(({ index, offset }, k) => wire.elements[k]!.index === index && wire.elements[k]!.offset === offset)
  return isAlike ? new StraightWriter(wire.bytes) : new MovingWriter(wire, own, ownBytes)
}

class StraightWriter implements ScanWriter {
  readonly wireBytes: number

  constructor(wireBytes: number) {
    this.wireBytes = wireBytes
  }

  write(part: Uint8Array, at: number, to: Uint8Array, fill: number): { taken: number; written: number } {
    const count = Math.min(part.length - at, to.length - fill)
    to.set(at === 0 && count === part.length ? part : part.subarray(at, at + count), fill)
    return { taken: count, written: count }
  }
}

class MovingWriter implements ScanWriter {
  readonly wireBytes: number
  readonly #ownBytes: number
  readonly #moves: readonly { readonly from: number; readonly to: number; readonly bytes: number }[]
  /** A set that has come in part. */
  readonly #set: Uint8Array
  #held = 0

  constructor(wire: WireLayout, own: readonly PlacedScanElement[], ownBytes: number) {
    this.wireBytes = wire.bytes
    this.#ownBytes = ownBytes
    this.#set = new Uint8Array(wire.bytes)
    this.#moves = own.flatMap(({ index, offset, bytes }) => {
      const there = wire.elements.find((element) => element.index === index)
      return there === undefined ? [] : [{ from: there.offset, to: offset, bytes }]
    })
  }

  write(part: Uint8Array, at: number, to: Uint8Array, fill: number): { taken: number; written: number } {
    let taken = 0
    let written = 0
    while (at + taken < part.length && fill + written + this.#ownBytes <= to.length) {
      const count = Math.min(part.length - at - taken, this.wireBytes - this.#held)
      this.#set.set(part.subarray(at + taken, at + taken + count), this.#held)
      taken += count
      this.#held += count
      if (this.#held < this.wireBytes) break
      this.#held = 0
      this.#move(to, fill + written)
      written += this.#ownBytes
    }
    return { taken, written }
  }

  #move(to: Uint8Array, fill: number): void {
    to.fill(0, fill, fill + this.#ownBytes)
    for (const move of this.#moves)
      for (let k = 0; k < move.bytes; k++) to[fill + move.to + k] = this.#set[move.from + k]!
  }
}
