// What the buffer of the captured device is called: a DMA buffer and a FIFO are filled in different ways. Pure.
import type { BufferMode } from '#shared/contract/topics/buffer.ts'

export interface BufferWords {
  readonly title: string
  /** How it is filled, beside the title. */
  readonly note: string
  /** What the block size is. */
  readonly blockSize: string
  /** Where it is set, beside this program. */
  readonly blockAttribute: string
  readonly blockCount: string
  /** Many of its blocks. */
  readonly blocks: string
}

export const bufferWords: Readonly<Record<BufferMode, BufferWords>> = {
  block: {
    title: 'DMA buffer',
    note: 'block mode',
    blockSize: 'Size of a DMA block; takes effect at the next block, without stopping',
    blockAttribute: 'buffer0 block ioctls',
    blockCount: 'Blocks in circulation: how long they last while the reader is away',
    blocks: 'DMA blocks',
  },
  fifo: {
    title: 'FIFO',
    note: 'an interrupt per sample',
    blockSize: 'Samples leave the FIFO in blocks of this size; takes effect at the next block, without stopping',
    blockAttribute: 'buffer0/length, all blocks together',
    blockCount: 'The FIFO is as long as these blocks together: how long it lasts while the reader is away',
    blocks: 'blocks of the FIFO',
  },
}
