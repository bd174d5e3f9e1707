// Shared buffers: memory with a life of its own, which several devices may attach to.
import { fail, say } from '#shared/errors.ts'
import type { BlockMemory } from '../dma/block-memory.ts'
import { Reservation } from './fence.ts'

export class DmaBuf {
  readonly address: number
  /** Bytes. */
  readonly size: number
  readonly reservation = new Reservation()
  readonly #heap: BlockMemory
  #references = 1
  #isOpen = true

  /** @throws ENOMEM; EINVAL size 0. */
  constructor(heap: BlockMemory, size: number) {
    if (!Number.isSafeInteger(size) || size <= 0) fail('EINVAL', say`${size} is no size for a shared buffer.`)
    this.#heap = heap
    this.size = size
    this.address = heap.alloc(size)
  }

  /** False after close(): its descriptor is bad then. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /** The memory itself. Not to be touched between enqueue and the fence. */
  get bytes(): Uint8Array {
    return this.#heap.u8(this.address, this.size)
  }

  /** Closes the descriptor; the memory goes with the last user. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.put()
  }

  get(): this {
    this.#references++
    return this
  }

  put(): void {
    this.#references--
    if (this.#references === 0) this.#heap.free(this.address)
  }
}

/** @throws EBADF for anything that is no shared buffer: a bad descriptor. */
export function checkDmabuf(descriptor: unknown): DmaBuf {
  if (!(descriptor instanceof DmaBuf)) fail('EBADF', say`That is no shared buffer.`)
  return descriptor
}
