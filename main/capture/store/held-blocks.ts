// A stretch of what is kept, held for whoever reads it later than memory would have it: an export. The blocks stay where they
// are; the first and the last are cut to the stretch.
import { fail, say } from '#shared/errors.ts'
import type { BlockRef, StreamFormat } from '../tap.ts'
import type { KeptBlocks } from './kept-blocks.ts'

/** Some scans of a block that memory holds. One reference is its maker's; with the last one the block is let go. */
class CutBlock implements BlockRef {
  readonly #of: BlockRef
  #holders = 1
  readonly sequence: number
  readonly epoch: number
  readonly address: number
  readonly bytes: number
  readonly capacityBytes: number
  readonly scans: number
  readonly firstSample: number
  readonly lostBefore: number
  readonly lastSampleMs: number
  readonly slippedMs: number
  readonly doneMs: number

  constructor(
    of: BlockRef,
    first: number,
    end: number,
    format: Pick<StreamFormat, 'bytesPerScan' | 'samplingFrequencyHz'>,
  ) {
    const { bytesPerScan, samplingFrequencyHz } = format
    of.hold()
    this.#of = of
    this.sequence = of.sequence
    this.epoch = of.epoch
    this.firstSample = first
    this.scans = end - first
    this.address = of.address + (first - of.firstSample) * bytesPerScan
    this.bytes = this.scans * bytesPerScan
    this.capacityBytes = of.capacityBytes
    this.lostBefore = first === of.firstSample ? of.lostBefore : 0
    this.lastSampleMs = of.lastSampleMs - ((of.firstSample + of.scans - end) / samplingFrequencyHz) * 1e3
    this.slippedMs = of.slippedMs
    this.doneMs = of.doneMs
  }

  retain(): void {
    if (this.#holders === 0) fail('EINVAL', say`A block that nobody holds cannot be retained.`)
    this.#holders++
  }

  release(): void {
    if (this.#holders === 0) fail('EINVAL', say`A block was released more often than retained.`)
    if (--this.#holders === 0) this.#of.forget()
  }

  /** It is memory already. */
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

export class HeldBlocks {
  #blocks: readonly BlockRef[]
  /** Scans of all of them together. */
  readonly scans: number
  /** Sample of the first one, and one behind the last. */
  readonly first: number
  readonly end: number

  constructor(blocks: readonly BlockRef[]) {
    this.#blocks = blocks
    this.scans = blocks.reduce((sum, block) => sum + block.scans, 0)
    const last = blocks.at(-1)
    this.first = blocks[0]?.firstSample ?? 0
    this.end = last === undefined ? 0 : last.firstSample + last.scans
  }

  /** The next blocks, of about so many bytes; the caller releases each. None: there are no more. */
  take(bytes: number): readonly BlockRef[] {
    let count = 0
    for (let sum = 0; count < this.#blocks.length && sum < bytes; count++) sum += this.#blocks[count]!.bytes
    const taken = this.#blocks.slice(0, count)
    this.#blocks = this.#blocks.slice(count)
    return taken
  }

  /** Lets go of those that were not taken. */
  release(): void {
    for (const block of this.#blocks) block.release()
    this.#blocks = []
  }
}

/**
 * Holds the samples from `first` up to `end`, as far as they are kept. What is held is given back later than the budget of what is
 * kept says: the hardware has so much less memory meanwhile.
 */
export function holdBlocks(
  kept: Pick<KeptBlocks, 'begin' | 'end' | 'at'>,
  format: Pick<StreamFormat, 'bytesPerScan' | 'samplingFrequencyHz'>,
  first = 0,
  end = Number.POSITIVE_INFINITY,
): HeldBlocks {
  const held: BlockRef[] = []
  for (let position = kept.begin; position < kept.end; position++) {
    const block = kept.at(position)
    const from = Math.max(first, block.firstSample)
    const until = Math.min(end, block.firstSample + block.scans)
    if (until > from) held.push(new CutBlock(block, from, until, format))
  }
  return new HeldBlocks(held)
}
