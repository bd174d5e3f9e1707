// Changes of the buffer while the capture runs, and the seams they leave: the number of blocks and the watermark at once,
// a new block size where its first block is.
import type { BufferWish } from '#shared/buffer/limits.ts'
import type { BufferPlan } from '#shared/buffer/plan.ts'
import type { PlacelessSeam } from '#shared/contract/topics/seams.ts'
import { PendingResize } from './resize.ts'

export interface LiveChangesHooks {
  nowMs(): number
  /** Scans lost in all. */
  lostSamples(): number
  /** Marks a place on the time axis; without `atSample`, where the stream is now. */
  addSeam(seam: PlacelessSeam, atSample?: number): void
}

export class LiveChanges {
  readonly #hooks: LiveChangesHooks
  readonly #resize = new PendingResize()

  constructor(hooks: LiveChangesHooks) {
    this.#hooks = hooks
  }

  /** `plan` has taken the place of `before`, as `request` asked, at `askedMs`. */
  note(request: Partial<BufferWish>, before: BufferPlan, plan: BufferPlan, askedMs: number): void {
    const { nowMs, lostSamples, addSeam } = this.#hooks
    if (plan.blockBytes !== before.blockBytes)
      this.#resize.ask({ from: before.blockBytes, to: plan.blockBytes, askedMs, lostBefore: lostSamples() })
    const costMs = nowMs() - askedMs
    const seam = (subject: 'blockCount' | 'watermark', from: number, to: number): void =>
      addSeam({ subject, from, to, lostSamples: 0, costMs, how: 'live' })
    // Numbers that merely follow others are not changes of their own.
    if (request.blockCount !== undefined && plan.blockCount !== before.blockCount)
      seam('blockCount', before.blockCount, plan.blockCount)
    if (request.watermark !== undefined && plan.watermark !== before.watermark)
      seam('watermark', before.watermark, plan.watermark)
  }

  /** Bytes of the size that a change on its way leaves behind; null when none is on its way. */
  get changingFromBytes(): number | null {
    return this.#resize.fromBytes
  }

  /** A block of `bytes` begins at `atSample`: the new size is there, if it is that. */
  reached(bytes: number, atSample: number): void {
    if (this.#resize.isReachedBy(bytes)) this.settle(atSample)
  }

  /** A new size that is on its way is in force from `atSample` on. */
  settle(atSample: number): void {
    const pending = this.#resize.take()
    if (pending === null) return
    const { nowMs, lostSamples, addSeam } = this.#hooks
    const lost = lostSamples() - pending.lostBefore
    const costMs = nowMs() - pending.askedMs
    const { from, to } = pending
    addSeam({ subject: 'blockBytes', from, to, lostSamples: lost, costMs, how: 'live' }, atSample)
  }

  /** A new stream begins: with the new size at once. */
  forget(): void {
    this.#resize.take()
  }
}
