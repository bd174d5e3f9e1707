// An open file on one buffer: what GET_FD returns. Every call checks, in this order: the file is open, the device is
// there, the implementation has the operation.
import { fail, say } from '#shared/errors.ts'
import type { BlockInterface, BlockMapping, MapRequest } from '../buffer/blocks/block-interface.ts'
import { checkDmabuf, type DmaBuf } from '../buffer/dmabuf/dmabuf.ts'
import type { DmabufInterface } from '../buffer/dmabuf/dmabuf-interface.ts'
import type { DmaFence } from '../buffer/dmabuf/fence.ts'
import type { IioBuffer } from '../buffer.ts'
import type { IioDevice } from '../device/device.ts'
import {
  type BlockAllocReply,
  type BlockAllocRequest,
  type BlockEnqueueRequest,
  type BlockInfo,
  dmabufFlag,
  ioctl,
} from './ioctl.ts'
import { type PollEvents, pollStream, readStream, type StreamCall, writeStream } from './stream.ts'

export interface OpenOptions {
  /** O_NONBLOCK; can be changed at any time and is looked at when a call begins. */
  readonly nonBlocking?: boolean
}

export interface WaitOptions {
  /** Give up after this long, ms of the device's clock; default: never. */
  readonly timeoutMs?: number
  /** The simulated signal: aborting it interrupts the wait with EINTR. */
  readonly signal?: AbortSignal
}

/** Argument of the dmabufEnqueue ioctl. */
export interface DmabufEnqueueRequest {
  readonly dmabuf: DmaBuf
  readonly bytesUsed: number
  /** Set of dmabufFlag bits. */
  readonly flags?: number
}

export class BufferFd {
  nonBlocking: boolean
  readonly device: IioDevice
  readonly buffer: IioBuffer
  #isOpen = true

  constructor(device: IioDevice, buffer: IioBuffer, options: OpenOptions = {}) {
    this.device = device
    this.buffer = buffer.get()
    this.nonBlocking = options.nonBlocking ?? false
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /**
   * Reads up to `n` bytes (default: as many as fit). Resolves with the number of bytes, whole scans.
   * @throws see {@link readStream}; EBADF after close.
   */
  async read(destination: Uint8Array, n = destination.byteLength, signal?: AbortSignal): Promise<number> {
    this.checkOpen()
    this.checkStreamAllowed()
    return readStream(this.#call(signal), n, destination)
  }

  /** Writes `n` bytes (default: all). @throws see {@link writeStream}; EBADF after close. */
  async write(source: Uint8Array, n = source.byteLength, signal?: AbortSignal): Promise<number> {
    this.checkOpen()
    this.checkStreamAllowed()
    return writeStream(this.#call(signal), n, source)
  }

  /** What could be done now without waiting. @throws EBADF after close. */
  poll(): PollEvents {
    this.checkOpen()
    return pollStream(this.device, this.buffer)
  }

  /** Waits until {@link poll} reports something, the device is gone, or the time is over. @throws EINTR. */
  async waitPoll({ timeoutMs, signal }: WaitOptions = {}): Promise<PollEvents> {
    let isLate = false
    const timer =
      timeoutMs === undefined
        ? undefined
        : this.device.runtime.clock.timer(timeoutMs, () => {
            isLate = true
            this.buffer.waitQueue.wake()
          })
    const hasEvent = (): boolean => {
      const { readable, writable } = this.poll()
      return isLate || this.device.isGone || readable || writable
    }
    try {
      await this.buffer.waitQueue.waitUntil(hasEvent, signal)
    } finally {
      timer?.dispose()
    }
    return this.poll()
  }

  /** @throws ENOSYS without the block ABI; EBUSY enabled for read(); ENODEV. */
  allocBlocks(request: BlockAllocRequest): BlockAllocReply {
    return this.#blocks().alloc(request)
  }

  /** Never fails on a buffer that has the ABI. @throws ENOSYS. */
  freeBlocks(): void {
    this.#blocks().free()
  }

  /** @throws EINVAL unknown id; ENOSYS; ENODEV. */
  queryBlock(id: number): BlockInfo {
    return this.#blocks().query(id)
  }

  /** @throws EINVAL unknown id or cyclic on input; EBUSY block in hardware or dead; ENOSYS; ENODEV. */
  enqueueBlock(request: BlockEnqueueRequest): BlockInfo {
    return this.#blocks().enqueue(request)
  }

  /** The oldest completed block. @throws EAGAIN none and non-blocking; EINTR; ENODEV; ENOSYS. */
  async dequeueBlock(signal?: AbortSignal): Promise<BlockInfo> {
    const blocks = this.#blocks()
    const { nonBlocking } = this
    for (;;) {
      const block = blocks.dequeue()
      if (block !== null) return block
      if (nonBlocking) fail('EAGAIN', say`No block is done yet.`)
      await this.buffer.waitQueue.waitUntil(() => this.device.isGone || this.buffer.hasReadyBlock, signal)
      this.checkPresent()
    }
  }

  /** Maps a block's memory, zero copy. @throws ENODEV gone or no block ABI; EINVAL see {@link BlockAbi.map}. */
  mmap(request: MapRequest): BlockMapping {
    this.checkOpen()
    this.checkPresent()
    const abi = this.buffer.blockAbi ?? fail('ENODEV', say`This buffer has no memory to map.`)
    return abi.map(request)
  }

  /** @throws EPERM no DMABUF support; EBADF; EBUSY attached, enabled for read(), contended. */
  attachDmabuf(dmabuf: DmaBuf): void {
    this.#dmabufs().attach(checkDmabuf(dmabuf), this.nonBlocking)
  }

  /** @throws EPERM not attached; EBADF. */
  detachDmabuf(dmabuf: DmaBuf): void {
    this.#dmabufs().detach(checkDmabuf(dmabuf))
  }

  /** @throws EINVAL flags or bytesUsed; EBADF; EPERM; EBUSY: see {@link DmabufAttachments.enqueue}. */
  async enqueueDmabuf({ dmabuf, bytesUsed, flags = 0 }: DmabufEnqueueRequest): Promise<DmaFence> {
    const dmabufs = this.#dmabufs()
    if ((flags & ~dmabufFlag.cyclic) !== 0) fail('EINVAL', say`Unknown flags 0x${flags.toString(16)}.`)
    const { nonBlocking } = this
    return dmabufs.enqueue({
      dmabuf,
      bytesUsed,
      cyclic: (flags & dmabufFlag.cyclic) !== 0,
      nonBlocking,
    })
  }

  /**
   * The calls above by request number, with their argument object ("user pointer").
   * @throws EINVAL unknown request; EFAULT the argument is not an object; else as the call itself.
   */
  async ioctl(request: number, argument?: unknown): Promise<unknown> {
    this.checkOpen()
    this.checkPresent()
    switch (request) {
      case ioctl.blockAlloc:
        this.#blocks()
        return this.allocBlocks(userPointer<BlockAllocRequest>(argument))
      case ioctl.blockFree:
        return this.freeBlocks()
      case ioctl.blockQuery:
        this.#blocks()
        return this.queryBlock(userPointer<{ id: number }>(argument).id)
      case ioctl.blockEnqueue:
        this.#blocks()
        return this.enqueueBlock(userPointer<BlockEnqueueRequest>(argument))
      case ioctl.blockDequeue:
        return this.dequeueBlock()
      case ioctl.dmabufAttach:
        return this.attachDmabuf(argument as DmaBuf)
      case ioctl.dmabufDetach:
        return this.detachDmabuf(argument as DmaBuf)
      case ioctl.dmabufEnqueue:
        return this.enqueueDmabuf(userPointer<DmabufEnqueueRequest>(argument))
      default:
        return this.unknownIoctl(request)
    }
  }

  /** Frees the application's blocks, detaches its DMABUFs and drops the file's reference. Closing twice is harmless. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    if (this.ownsBlocks) {
      this.buffer.blockAbi?.free()
      this.buffer.dmabufs?.detachAll()
    }
    this.buffer.waitQueue.wake()
    this.buffer.put()
  }

  protected unknownIoctl(request: number): never {
    return fail('EINVAL', say`0x${request.toString(16)} is not a request of a buffer file.`)
  }

  /** Whether closing this file frees the blocks of the buffer. */
  protected get ownsBlocks(): boolean {
    return true
  }

  /** Node only: refused while the buffer has a file of its own. */
  protected checkStreamAllowed(): void {}

  protected checkOpen(): void {
    if (!this.#isOpen) fail('EBADF', say`The file is closed.`)
  }

  protected checkPresent(): void {
    if (this.device.isGone) fail('ENODEV', say`${this.device.name} is gone.`)
  }

  #call(signal: AbortSignal | undefined): StreamCall {
    return { device: this.device, buffer: this.buffer, nonBlocking: this.nonBlocking, signal }
  }

  #blocks(): BlockInterface {
    this.checkOpen()
    this.checkPresent()
    this.checkStreamAllowed()
    return this.buffer.blockAbi ?? fail('ENOSYS', say`This buffer has no blocks.`)
  }

  #dmabufs(): DmabufInterface {
    this.checkOpen()
    this.checkPresent()
    return this.buffer.dmabufs ?? fail('EPERM', say`This buffer takes no shared buffers.`)
  }
}

function userPointer<T>(argument: unknown): T {
  if (typeof argument !== 'object' || argument === null) fail('EFAULT', say`The argument points to nothing.`)
  return argument as T
}
