// A tap in front of another one that reads native codes only. Native scans go on as they are, untouched; of any others it
// makes codes, in memory of their own, which lives as long as the other tap holds it. The block of the stream is free at
// once.
import type { CoherentHeap } from '#main/memory/index.ts'
import { pageBytes } from '#main/memory/index.ts'
import { errnoOf } from '#shared/errors.ts'
import { roundUp } from '#shared/iio/index.ts'
import type { BlockRef, StreamFormat, Tap } from '../tap.ts'
import { displayedFormat, isNative } from './code-scale.ts'
import { ConvertedBlock } from './converted-block.ts'
import { ScanConverter } from './scan-converter.ts'

export class ConvertingTap implements Tap {
  readonly name: string
  readonly #target: Tap
  readonly #heap: CoherentHeap
  /** Null: the scans are native. */
  #converter: ScanConverter | null = null
  #memoryBytes = 0
  /** Scans of blocks that were left out since the last one that was handed on, and what was lost before them. */
  #leftOut = 0

  constructor(target: Tap, heap: CoherentHeap) {
    this.name = target.name
    this.#target = target
    this.#heap = heap
  }

  /** Memory of the codes that are held, bytes. */
  get memoryBytes(): number {
    return this.#memoryBytes
  }

  onFormat(format: StreamFormat): void {
    const native = isNative(format)
    this.#leftOut = 0
    this.#converter = native ? null : new ScanConverter(format)
    this.#target.onFormat?.(native ? format : displayedFormat(format))
  }

  onBlocks(blocks: readonly BlockRef[]): void {
    const converter = this.#converter
    if (converter === null) this.#target.onBlocks(blocks)
    else this.#hand(converter, blocks)
  }

  onMissing(scans: number): void {
    this.#target.onMissing?.(scans)
  }

  relieve(bytes: number): void {
    this.#target.relieve?.(bytes)
  }

  settleReads(): void {
    this.#target.settleReads?.()
  }

  /** Blocks for which there was no memory are left out: the other tap sees a gap there, and the recorder none. */
  #hand(converter: ScanConverter, blocks: readonly BlockRef[]): void {
    const converted: ConvertedBlock[] = []
    try {
      for (const block of blocks) {
        const made = this.#convert(converter, block)
        if (made !== null) converted.push(made)
      }
      this.#target.onBlocks(converted)
    } finally {
      // Whatever was thrown: what nobody else holds is free again.
      for (const block of converted) block.release()
    }
  }

  /** Null: there is no memory for it. */
  #convert(converter: ScanConverter, block: BlockRef): ConvertedBlock | null {
    const bytes = block.scans * converter.codeBytes
    const capacityBytes = roundUp(bytes, pageBytes)
    const address = this.#alloc(bytes)
    if (address === null) {
      this.#leftOut += block.lostBefore + block.scans
      return null
    }
    const source = this.#heap.u8(block.address, block.bytes)
    try {
      converter.convert(source, block.scans, this.#heap.i16(address, bytes / 2))
    } catch (thrown) {
      this.#heap.free(address)
      throw thrown
    }
    this.#memoryBytes += capacityBytes
    const lostBefore = this.#leftOut + block.lostBefore
    this.#leftOut = 0
    return new ConvertedBlock(block, lostBefore, { address, bytes, capacityBytes }, this.#free)
  }

  readonly #free = ({ address, capacityBytes }: ConvertedBlock): void => {
    this.#memoryBytes -= capacityBytes
    this.#heap.free(address)
  }

  /** When the heap is full the target gives some of what it holds back, once. */
  #alloc(bytes: number): number | null {
    for (const isSecond of [false, true]) {
      try {
        return this.#heap.alloc(bytes)
      } catch (thrown) {
        if (errnoOf(thrown) !== 'ENOMEM' || isSecond) break
        this.#target.relieve?.(2 * bytes)
      }
    }
    return null
  }
}
