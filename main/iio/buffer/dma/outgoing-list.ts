// Blocks that completed, oldest first, and how much is in them. A block is taken out with the very amounts it was counted
// with: its owner may change them between the two.
import type { DmaBlock } from './block.ts'
import { BlockList } from './block-list.ts'

export class OutgoingList extends BlockList {
  #sizes = 0
  #bytesUsed = 0

  constructor() {
    super('outgoing')
  }

  /** Bytes of the transfers: the full sizes of the blocks. */
  get sizes(): number {
    return this.#sizes
  }

  /** Bytes of data in them. */
  get bytesUsed(): number {
    return this.#bytesUsed
  }

  override append(block: DmaBlock): void {
    super.append(block)
    block.countedSize = block.size
    block.countedBytes = block.bytesUsed
    this.#sizes += block.countedSize
    this.#bytesUsed += block.countedBytes
  }

  override remove(block: DmaBlock): void {
    super.remove(block)
    this.#sizes -= block.countedSize
    this.#bytesUsed -= block.countedBytes
  }
}
