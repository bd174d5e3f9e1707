// The blocks' way from the host to the analyser: fixed records in a shared ring. A block is announced, not handed over:
// the host alone decides how long its memory stays.
import { SharedRing, type SharedRingLayout, sharedRingBytes } from '#main/memory/index.ts'
import type { BlockSink } from '../pass/block-sink.ts'
import type { IndexedBlock } from '../stream/block-index.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'

const blockRecord = {
  bytes: 48,
  firstSample: 0,
  lostBefore: 8,
  lastSampleMs: 16,
  announcedMs: 24,
  address: 32,
  scans: 36,
  epoch: 40,
} as const
/** Blocks the host may announce ahead of the thread; 0.8 s at 20,000 blocks/s. More wait on the host's side. */
export const ringCapacity = 16384

export function claimAnnouncements(layout: MemoryLayout): SharedRingLayout {
  const address = layout.takeZeroed(sharedRingBytes(blockRecord.bytes, ringCapacity))
  return { address, recordBytes: blockRecord.bytes, capacity: ringCapacity }
}

export interface AnnouncedBlock extends IndexedBlock {
  epoch: number
}

export class AnnouncedBlocks {
  readonly #ring: SharedRing
  readonly #values: Float64Array
  readonly #words: Uint32Array
  #taken = 0
  /** One record, reused: announcing allocates nothing. */
  readonly #block: AnnouncedBlock = {
    firstSample: 0,
    lostBefore: 0,
    lastSampleMs: 0,
    announcedMs: 0,
    address: 0,
    scans: 0,
    epoch: 0,
  }

  constructor(buffer: SharedArrayBuffer, ring: SharedRingLayout) {
    this.#ring = new SharedRing(buffer, ring)
    this.#values = new Float64Array(buffer)
    this.#words = new Uint32Array(buffer)
  }

  /** Host: announces a block; false when the ring is full. */
  put(block: Readonly<AnnouncedBlock>): boolean {
    const at = this.#ring.reserve()
    if (at === 0) return false
    this.#values[(at + blockRecord.firstSample) / 8] = block.firstSample
    this.#values[(at + blockRecord.lostBefore) / 8] = block.lostBefore
    this.#values[(at + blockRecord.lastSampleMs) / 8] = block.lastSampleMs
    this.#values[(at + blockRecord.announcedMs) / 8] = block.announcedMs
    this.#words[(at + blockRecord.address) / 4] = block.address
    this.#words[(at + blockRecord.scans) / 4] = block.scans
    this.#words[(at + blockRecord.epoch) / 4] = block.epoch
    this.#ring.commit()
    return true
  }

  /** Analyser: blocks taken so far. */
  get taken(): number {
    return this.#taken
  }

  /** Analyser: whether blocks wait that belong to `epoch` or an older one. */
  hasBlocks(epoch: number): boolean {
    const at = this.#ring.peek()
    return at !== 0 && this.#words[(at + blockRecord.epoch) / 4]! <= epoch
  }

  /** Analyser: takes the blocks of the sink's epoch; older ones are dropped, newer ones wait for their format. */
  take(sink: BlockSink): void {
    const block = this.#block
    for (let at = this.#ring.peek(); at !== 0; at = this.#ring.peek()) {
      block.epoch = this.#words[(at + blockRecord.epoch) / 4]!
      if (block.epoch > sink.epoch) return
      block.firstSample = this.#values[(at + blockRecord.firstSample) / 8]!
      block.lostBefore = this.#values[(at + blockRecord.lostBefore) / 8]!
      block.lastSampleMs = this.#values[(at + blockRecord.lastSampleMs) / 8]!
      block.announcedMs = this.#values[(at + blockRecord.announcedMs) / 8]!
      block.address = this.#words[(at + blockRecord.address) / 4]!
      block.scans = this.#words[(at + blockRecord.scans) / 4]!
      this.#ring.advance()
      this.#taken++
      if (block.epoch === sink.epoch) sink.announce(block)
    }
  }
}
