// What an application may say when it hands a block to the queue.
import { fail, say } from '#shared/errors.ts'
import type { BufferDirection } from '../../device/modes.ts'
import type { DmaBlock } from './block.ts'

export interface EnqueueOptions {
  /** Output: bytes of data in the block; left out or 0: all of it. Input ignores it. */
  readonly bytesUsed?: number
  /** Output: repeat until the buffer is disabled. EINVAL on input. */
  readonly cyclic?: boolean
}

/** @throws EINVAL cyclic on input; output bytesUsed that do not fit the block. */
export function checkEnqueue(direction: BufferDirection, block: DmaBlock, options: EnqueueOptions): void {
  const { bytesUsed = 0, cyclic = false } = options
  if (direction === 'in') {
    if (cyclic) fail('EINVAL', say`An input block cannot be cyclic.`)
    return
  }
  if (!Number.isSafeInteger(bytesUsed) || bytesUsed < 0 || bytesUsed > block.size)
    fail('EINVAL', say`${bytesUsed} bytes do not fit a block of ${block.size}.`)
}

/** The most bytes, up to `bytes`, that are a multiple of `unit`. */
export function roundDown(bytes: number, unit: number): number {
  return bytes - (bytes % unit)
}
