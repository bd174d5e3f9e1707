// Feeds the waveforms of a stream of blocks to the persistence kernel, in the portions it is fast with: groups of 64
// whole waveforms, while their samples are still in the cache. Waveforms that straddle two blocks are cut in two.
import { fail } from '#shared/errors.ts'
import { type Kernels, persistenceScratch } from './kernels.ts'

/** Waveforms the kernel takes at once. */
const group = 64
const segmentBytes = 12

export interface WaveformLayout {
  /** Address of the map: `columns` x 256 u16 counts. */
  readonly map: number
  readonly columns: number
  readonly scansPerColumn: number
  readonly channels: number
  /** The channel drawn, as its place in the scan. */
  readonly channel: number
}

/**
 * Per block: {@link beginBlock}; then piece by piece {@link add} the waveforms that begin in it and tell how far the
 * scans are in the cache with {@link reach}; then {@link endBlock}. Call {@link interrupt} at a gap.
 */
export class WaveformFeed {
  readonly #kernels: Kernels
  readonly #list: Uint32Array
  readonly #listAddress: number
  readonly #scratch: number
  readonly #capacity: number
  readonly #layout: WaveformLayout
  readonly #spanScans: number
  /** Columns already drawn of the waveforms that began in earlier blocks. */
  #open: number[] = []
  #address = 0
  #scans = 0
  #pending = 0
  #finished = 0

  /** Bytes of shared memory for a feed with that many waveforms waiting. */
  static workBytes(capacity: number): number {
    return persistenceScratch + capacity * segmentBytes
  }

  /**
   * @param work address of `workBytes(capacity)`, aligned to 4
   * @param capacity waveforms that may wait: those that begin within one piece and one waveform's length, plus 64
   */
  constructor(kernels: Kernels, memory: WebAssembly.Memory, work: number, capacity: number, layout: WaveformLayout) {
    this.#kernels = kernels
    this.#scratch = work
    this.#listAddress = work + persistenceScratch
    this.#list = new Uint32Array(memory.buffer, this.#listAddress, capacity * 3)
    this.#capacity = capacity
    this.#layout = layout
    this.#spanScans = (layout.columns - 1) * layout.scansPerColumn + 1
  }

  /** Waveforms drawn completely. */
  get finished(): number {
    return this.#finished
  }

  /** The next scans of the stream; waveforms that the last block left open go on here. */
  beginBlock(address: number, scans: number): void {
    this.#address = address
    this.#scans = scans
    const { scansPerColumn, columns } = this.#layout
    const stillOpen: number[] = []
    for (const open of this.#open) {
      // `open` counts scans: how far into this block its next column lies, plus the columns it has.
      const first = open % scansPerColumn
      const drawn = Math.floor(open / scansPerColumn)
      const left = this.#columnsWithin(first, columns - drawn)
      this.#push(first, drawn, left)
      if (drawn + left === columns) this.#finished++
      else stillOpen.push(this.#openAt(first, drawn, left))
    }
    this.#draw(this.#pending, this.#pending)
    this.#open = stillOpen
  }

  /**
   * A waveform whose first sample is that scan of the block; in ascending order.
   * @throws ENOMEM when more than `capacity` waveforms reach beyond the block
   */
  add(firstScan: number): void {
    if (this.#pending === this.#capacity) this.#draw(this.#endingBefore(this.#scans))
    if (this.#pending === this.#capacity) fail('ENOMEM', `More than ${this.#capacity} waveforms overlap.`)
    this.#push(firstScan, 0, this.#layout.columns)
  }

  /** The block's first `scans` scans are in the cache: draws whole groups of the waveforms that end before that. */
  reach(scans: number): void {
    const ready = this.#endingBefore(scans)
    if (ready >= group) this.#draw(ready - (ready % group))
  }

  /** Draws what is left; waveforms that reach beyond the block are cut. */
  endBlock(): void {
    const { columns } = this.#layout
    let kept = 0
    for (let i = 0; i < this.#pending; i++) {
      const first = this.#list[i * 3]!
      const inside = this.#columnsWithin(first, columns)
      if (inside === columns) continue
      kept++
      this.#list[i * 3 + 2] = inside
      this.#open.push(this.#openAt(first, 0, inside))
    }
    this.#draw(this.#pending, kept)
  }

  /** The stream has a gap after the last block: waveforms left open stay incomplete. */
  interrupt(): void {
    this.#open = []
  }

  /** How many of the waiting waveforms end within the block's first `scans` scans. */
  #endingBefore(scans: number): number {
    let count = 0
    while (count < this.#pending && this.#list[count * 3]! + this.#spanScans <= scans) count++
    return count
  }

  #columnsWithin(first: number, atMost: number): number {
    if (first >= this.#scans) return 0
    return Math.min(atMost, Math.ceil((this.#scans - first) / this.#layout.scansPerColumn))
  }

  /** Where a waveform goes on in the next block, with the columns it has: first scan + columns * scansPerColumn. */
  #openAt(first: number, drawn: number, more: number): number {
    const { scansPerColumn } = this.#layout
    return first + more * scansPerColumn - this.#scans + (drawn + more) * scansPerColumn
  }

  #push(first: number, column: number, columns: number): void {
    const at = this.#pending++ * 3
    this.#list[at] = first
    this.#list[at + 1] = column
    this.#list[at + 2] = columns
  }

  /** Draws the first `count` of the list, of which `cut` are not complete by that or counted already. */
  #draw(count: number, cut = 0): void {
    if (count === 0) return
    const { map, channels, channel, scansPerColumn } = this.#layout
    this.#kernels.persistence(
      map,
      this.#address,
      channels,
      channel,
      this.#listAddress,
      count,
      scansPerColumn,
      this.#scratch,
    )
    this.#finished += count - cut
    this.#list.copyWithin(0, count * 3, this.#pending * 3)
    this.#pending -= count
  }
}
