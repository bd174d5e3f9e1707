// A block of codes that were made from a block of the stream: the same scans, in memory of its own.
import { fail, say } from '#shared/errors.ts'
import type { BlockRef } from '../tap.ts'

/** What it takes over from the block that it was made from. */
type Content = Pick<BlockRef, 'sequence' | 'epoch' | 'scans' | 'firstSample' | 'lastSampleMs' | 'slippedMs' | 'doneMs'>

export class ConvertedBlock implements BlockRef {
  readonly sequence: number
  readonly epoch: number
  readonly scans: number
  readonly firstSample: number
  readonly lostBefore: number
  readonly lastSampleMs: number
  readonly slippedMs: number
  readonly doneMs: number
  readonly address: number
  readonly bytes: number
  readonly capacityBytes: number
  readonly #onFree: (block: ConvertedBlock) => void
  /** One reference is its maker's. */
  #holders = 1

  constructor(
    of: Content,
    /** Scans that the one it goes to has not got, directly before it. */
    lostBefore: number,
    memory: Pick<BlockRef, 'address' | 'bytes' | 'capacityBytes'>,
    onFree: (block: ConvertedBlock) => void,
  ) {
    this.sequence = of.sequence
    this.epoch = of.epoch
    this.scans = of.scans
    this.firstSample = of.firstSample
    this.lostBefore = lostBefore
    this.lastSampleMs = of.lastSampleMs
    this.slippedMs = of.slippedMs
    this.doneMs = of.doneMs
    this.address = memory.address
    this.bytes = memory.bytes
    this.capacityBytes = memory.capacityBytes
    this.#onFree = onFree
  }

  retain(): void {
    if (this.#holders === 0) fail('EINVAL', say`A block that nobody holds cannot be retained.`)
    this.#holders++
  }

  release(): void {
    if (this.#holders === 0) fail('EINVAL', say`A block was released more often than retained.`)
    if (--this.#holders === 0) this.#onFree(this)
  }

  /** Nobody but its holder waits for this memory: reader or not makes no difference. */
  keep(): void {
    if (this.#holders === 0) fail('EINVAL', say`A block that nobody holds cannot be kept.`)
  }

  forget(): void {
    this.release()
  }

  hold(): void {
    this.retain()
  }
}
