// What is wished of the buffer, and the plan that follows from it.
import type { BufferWish, StreamRate } from '#shared/buffer/limits.ts'
import { type BufferPlan, planBuffer, wishInForce } from '#shared/buffer/plan.ts'
import { applyRequest } from '#shared/buffer/request.ts'
import type { BufferLimits } from '#shared/contract/topics/buffer.ts'

export const autoWish: BufferWish = { blockBytes: 'auto', blockCount: 'auto', watermark: 'auto' }

export class Planning {
  /** Of the queue that is read. */
  limits: BufferLimits
  /** Numbers that do not fit a rate are moved to the nearest that do, by the plan. */
  wish: BufferWish = autoWish
  #plan: BufferPlan | null = null

  constructor(limits: BufferLimits) {
    this.limits = limits
  }

  /** Of the present or last run; null before the first. */
  get plan(): BufferPlan | null {
    return this.#plan
  }

  /** The plan in force, or the one that the next run would follow. @param isRunning whether one is in force */
  at(rate: StreamRate, isRunning: boolean): BufferPlan {
    return (isRunning ? this.#plan : null) ?? planBuffer(this.wish, rate, this.limits)
  }

  /** A run begins. */
  begin(rate: StreamRate): BufferPlan {
    this.#plan = planBuffer(this.wish, rate, this.limits)
    return this.#plan
  }

  /** Takes a wish of before as it was; numbers that do not fit now are moved to the nearest that does. */
  adopt(wish: Partial<BufferWish>, rate: StreamRate, _isRunning: boolean): BufferPlan {
    this.wish = { ...this.wish, ...wish }
    this.#plan = planBuffer(this.wish, rate, this.limits)
    return this.#plan
  }

  /** Takes all of the request, or nothing. @throws EINVAL */
  ask(request: Partial<BufferWish>, rate: StreamRate, isRunning: boolean): BufferPlan {
    const { wish, plan } = applyRequest(request, wishInForce(this.wish, this.at(rate, isRunning)), rate, this.limits)
    this.wish = wish
    this.#plan = plan
    return plan
  }
}
