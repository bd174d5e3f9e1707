// The DMA buffer between the device and the reader. The rule of what it can be is shared/buffer's.
import * as v from 'valibot'
import { autoOr, record } from '../../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../../rpc/topic.ts'

export type Auto<T> = T | 'auto'

export interface BufferLimits {
  readonly minBlockBytes: number
  /** Maximum segment of the DMA controller. */
  readonly maxBlockBytes: number
  /** `length_align_bytes`; a block is also a whole number of scans. */
  readonly alignBytes: number
  readonly minBlocks: number
  readonly maxBlocks: number
  /** Most memory the blocks in circulation may take together, bytes. */
  readonly circulationBytes: number
}

export type BufferMode = 'block' | 'fifo'

export interface BufferState {
  /** `block`: a DMA buffer in block mode; `fifo`: a software FIFO, filled scan by scan by interrupts. */
  readonly mode: BufferMode
  readonly blockBytes: number
  readonly blockBytesAuto: boolean
  /** While a new block size is on its way: the one that blocks still have until its first arrives. Else null. */
  readonly changingFromBytes: number | null
  readonly blockCount: number
  readonly blockCountAuto: boolean
  /** Scans that must be ready before the reader is woken. */
  readonly watermark: number
  readonly watermarkAuto: boolean
  readonly bytesPerScan: number
  /** How long the queued blocks last when the main thread does not come, in seconds. */
  readonly rideOutSeconds: number
  readonly limits: BufferLimits
}

export interface BufferFields {
  readonly buffer: BufferState
}

const bufferRequest = record({
  blockBytes: v.exactOptional(autoOr(1, 2 ** 31)),
  blockCount: v.exactOptional(autoOr(1, 2 ** 20)),
  watermark: v.exactOptional(autoOr(1, 2 ** 31)),
})

export const buffer = defineTopic({
  essential: true,
  calls: {
    /** Takes the values exactly, live, or refuses them with EINVAL and what would do: see shared/buffer/request.ts. */
    setBuffer: changing(bufferRequest, of<void>()),
  },
  state: slice<BufferFields>(),
})
