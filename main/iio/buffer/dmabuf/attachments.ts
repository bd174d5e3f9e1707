// DMABUFs attached to a queue: the application brings its own memory, and a fence per transfer says when it is done.
import { asErrnoError, ErrnoError, fail, say, word } from '#shared/errors.ts'
import type { DmaBlock } from '../dma/block.ts'
import type { BlockQueue } from '../dma/types.ts'
import { checkDmabuf, type DmaBuf } from './dmabuf.ts'
import type { DmabufEnqueue, DmabufInterface } from './dmabuf-interface.ts'
import { DmaFence } from './fence.ts'

/** How long an enqueue waits for other users of the buffer, ms. */
export const fenceTimeoutMs = 5000

interface Attachment {
  readonly block: DmaBlock
  readonly timeline: number
  sequence: number
}

let nextTimeline = 1

export class DmabufAttachments implements DmabufInterface {
  readonly #queue: BlockQueue
  readonly #attachments = new Map<DmaBuf, Attachment>()

  constructor(queue: BlockQueue) {
    this.#queue = queue
  }

  get count(): number {
    return this.#attachments.size
  }

  attach(dmabuf: DmaBuf, nonBlocking: boolean): void {
    if (!dmabuf.isOpen) fail('EBADF', say`The shared buffer is closed.`)
    if (this.#attachments.has(dmabuf)) fail('EBUSY', say`The shared buffer is attached already.`)
    if (nonBlocking && dmabuf.reservation.isLocked) fail('EBUSY', say`The shared buffer is in use by someone else.`)
    const block = this.#queue.adoptBlock(dmabuf)
    this.#attachments.set(dmabuf, { block, timeline: nextTimeline, sequence: 0 })
    nextTimeline++
  }

  detach(dmabuf: DmaBuf): void {
    if (!dmabuf.isOpen && !this.#attachments.has(dmabuf)) fail('EBADF', say`The shared buffer is closed.`)
    const { block } = this.#find(dmabuf)
    this.#attachments.delete(dmabuf)
    this.#queue.freeBlock(block)
  }

  detachAll(): void {
    for (const { block } of this.#attachments.values()) this.#queue.freeBlock(block)
    this.#attachments.clear()
  }

  async enqueue(request: DmabufEnqueue): Promise<DmaFence> {
    const { dmabuf, bytesUsed, nonBlocking } = request
    if (request.cyclic && this.#queue.direction === 'in') fail('EINVAL', say`An input transfer cannot be cyclic.`)
    checkDmabuf(dmabuf)
    if (!dmabuf.isOpen) fail('EBADF', say`The shared buffer is closed.`)
    if (!Number.isSafeInteger(bytesUsed) || bytesUsed <= 0 || bytesUsed > dmabuf.size)
      fail('EINVAL', say`${bytesUsed} bytes are not within 1 to ${dmabuf.size}.`)
    const attachment = this.#find(dmabuf)
    const { reservation } = dmabuf
    if (!nonBlocking) await reservation.lock()
    else if (!reservation.tryLock()) fail('EBUSY', say`The shared buffer is in use by someone else.`)
    try {
      return await this.#enqueueLocked(attachment, request)
    } finally {
      reservation.unlock()
    }
  }

  async #enqueueLocked(attachment: Attachment, request: DmabufEnqueue): Promise<DmaFence> {
    const { reservation } = request.dmabuf
    const usage = this.#queue.direction === 'in' ? 'write' : 'read'
    await this.#waitFor(reservation.conflicts(usage), request.nonBlocking)
    attachment.sequence++
    const fence = new DmaFence(attachment.timeline, attachment.sequence)
    reservation.add(fence, usage)
    try {
      this.#submit(attachment.block, fence, request)
    } catch (thrown) {
      fence.signal(asErrnoError(thrown))
      throw thrown
    }
    return fence
  }

  #submit(block: DmaBlock, fence: DmaFence, { bytesUsed, cyclic }: DmabufEnqueue): void {
    if (block.state === 'QUEUED') fail('EPERM', say`The shared buffer is queued already.`)
    if (block.state !== 'DEQUEUED') fail('EBUSY', say`The shared buffer is ${word(block.state)}.`)
    // Input transfers exactly what was asked for, not the whole buffer.
    block.resize(this.#queue.direction === 'in' ? bytesUsed : block.capacity)
    block.onReturned = (_block, error) => fence.signal(error)
    try {
      this.#queue.enqueueBlock(block, { bytesUsed, cyclic })
    } catch (thrown) {
      block.onReturned = null
      throw thrown
    }
  }

  #find(dmabuf: DmaBuf): Attachment {
    return this.#attachments.get(dmabuf) ?? fail('EPERM', say`The shared buffer is not attached.`)
  }

  async #waitFor(fences: readonly DmaFence[], nonBlocking: boolean): Promise<void> {
    if (fences.length === 0) return
    if (nonBlocking) fail('EBUSY', say`The shared buffer is in use.`)
    let isLate = false
    await new Promise<void>((resolve) => {
      let pending = fences.length
      const timer = this.#queue.runtime.clock.timer(fenceTimeoutMs, () => {
        isLate = true
        resolve()
      })
      const done = (): void => {
        pending--
        if (pending > 0) return
        timer.dispose()
        resolve()
      }
      for (const fence of fences) fence.onSignal(done)
    })
    if (isLate)
      throw new ErrnoError('EBUSY', say`Other users of the shared buffer did not finish in ${fenceTimeoutMs} ms.`)
  }
}
