// The DMABUF API as an open file uses it, whatever implements it.
import type { DmaBuf } from './dmabuf.ts'
import type { DmaFence } from './fence.ts'

export interface DmabufEnqueue {
  readonly dmabuf: DmaBuf
  readonly bytesUsed: number
  readonly cyclic: boolean
  readonly nonBlocking: boolean
}

/** Shared buffers that an application attaches to a queue, and transfers of them. */
export interface DmabufInterface {
  /**
   * The first attachment takes the queue out of file-IO mode.
   * @throws EBADF closed; EBUSY attached already, queue enabled for read(), or reservation locked (non-blocking).
   */
  attach(dmabuf: DmaBuf, nonBlocking: boolean): void
  /** A transfer in flight keeps the memory until it is done. @throws EPERM not attached; EBADF closed. */
  detach(dmabuf: DmaBuf): void
  detachAll(): void
  /**
   * Hands a buffer to hardware. The fence it returns is signalled exactly once: success, EINTR on abort, or the error
   * the transfer could not be submitted with. Whoever uses the buffer already is waited for, this queue's own transfers
   * included: an input transfer waits for readers and writers, an output one for writers.
   * @throws EINVAL cyclic on input, bytesUsed 0, too large or below one unit of the alignment; EBADF; EPERM not
   *   attached, or queued already; EBUSY in hardware, or other users did not finish in time.
   */
  enqueue(request: DmabufEnqueue): Promise<DmaFence>
}
