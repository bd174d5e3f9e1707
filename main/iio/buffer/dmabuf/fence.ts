// Fences: a promise of the kernel that some work on shared memory is done, signalled exactly once.
import { Mutex } from '#main/runtime/mutex.ts'
import { type ErrnoError, fail, say } from '#shared/errors.ts'

export type FenceUsage = 'read' | 'write'

export class DmaFence {
  /** Which attachment's timeline it is on, and its place there. */
  readonly timeline: number
  readonly sequence: number
  #isSignalled = false
  #error: ErrnoError | null = null
  #waiters: (() => void)[] = []

  constructor(timeline: number, sequence: number) {
    this.timeline = timeline
    this.sequence = sequence
  }

  get isSignalled(): boolean {
    return this.#isSignalled
  }

  /** Null: not signalled yet, or success. EINTR: aborted. */
  get error(): ErrnoError | null {
    return this.#error
  }

  /** Signals success (`null`) or failure. @throws Error when it was signalled before: a fence is signalled once. */
  signal(error: ErrnoError | null): void {
    if (this.#isSignalled) throw new Error(`fence ${this.timeline}:${this.sequence} signalled twice`)
    this.#isSignalled = true
    this.#error = error
    for (const wake of this.#waiters) wake()
    this.#waiters = []
  }

  /** Runs `fn` when signalled; at once when it is already. */
  onSignal(fn: () => void): void {
    if (this.#isSignalled) fn()
    else this.#waiters.push(fn)
  }

  /** Resolves when signalled. @throws the error it was signalled with. */
  async wait(): Promise<void> {
    if (!this.#isSignalled) await new Promise<void>((resolve) => this.onSignal(resolve))
    if (this.#error !== null) throw this.#error
  }
}

/** Who uses a shared buffer: fences by usage. Readers may share; a writer is alone. */
export class Reservation {
  #fences: { readonly fence: DmaFence; readonly usage: FenceUsage }[] = []
  readonly #lock = new Mutex()

  /** Held by someone who changes the set, or who waits for those in it before he does. */
  get isLocked(): boolean {
    return this.#lock.isHeld
  }

  /** True takes the lock if it is free; false gives it up. */
  set isLocked(held: boolean) {
    if (held) this.#lock.tryAcquire()
    else this.#lock.release()
  }

  /** Resolves once the lock is held; pair with {@link unlock}. */
  lock(): Promise<void> {
    return this.#lock.acquire()
  }

  /** False when someone else holds it. */
  tryLock(): boolean {
    return this.#lock.tryAcquire()
  }

  unlock(): void {
    this.#lock.release()
  }

  /** Fences a new user with `usage` conflicts with, not signalled yet. */
  conflicts(usage: FenceUsage): readonly DmaFence[] {
    this.#fences = this.#fences.filter(({ fence }) => !fence.isSignalled)
    return this.#fences.filter((one) => usage === 'write' || one.usage === 'write').map(({ fence }) => fence)
  }

  add(fence: DmaFence, usage: FenceUsage): void {
    if (fence.isSignalled) fail('EINVAL', say`A signalled fence guards nothing.`)
    this.#fences.push({ fence, usage })
  }
}
