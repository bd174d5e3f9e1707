// Blocks of a capture as runs of scans, without a copy: the bytes are the block's own.
import type { BlockRef } from '#main/capture/index.ts'
import type { ScanRun } from '#main/iiod/index.ts'

/** Makes runs of one stream, whose blocks it is shown in their order. */
export class BlockRuns {
  readonly #bytesOf: (address: number, length: number) => Uint8Array
  /** Index of the scan that follows the last block; null: no block was there yet. */
  #next: number | null = null

  constructor(bytesOf: (address: number, length: number) => Uint8Array) {
    this.#bytesOf = bytesOf
  }

  /** Another stream begins. */
  begin(): void {
    this.#next = null
  }

  take(blocks: readonly BlockRef[]): readonly ScanRun[] {
    return blocks.map((block) => {
      const follows = block.firstSample === this.#next
      this.#next = block.firstSample + block.scans
      return {
        bytes: this.#bytesOf(block.address, block.bytes),
        follows,
        retain: () => block.retain(),
        release: () => block.release(),
      }
    })
  }
}
