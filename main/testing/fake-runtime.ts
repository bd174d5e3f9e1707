// Time and contexts under a test's control: nothing moves, no interrupt runs and no callback runs until told.
import type { Clock, Deferred, Runtime } from '#main/runtime/clock.ts'
import { type Disposable, toDisposable } from '#shared/lifecycle.ts'

export interface FakeRuntimeOptions {
  /** Monotonic start, ms; default 0. */
  readonly nowMs?: number
  /** Wall-clock start, Unix ms; default 2026-01-01T00:00:00Z. */
  readonly unixMs?: number
}

interface Timer {
  readonly dueMs: number
  readonly order: number
  readonly fn: () => void
  /** Takes it off the list, as whoever set it may, and as it runs. */
  readonly end: Disposable
}

/**
 * A {@link Runtime} for tests. Three kinds of pending things, each run by its own call: interrupts raised by simulated
 * hardware, callbacks (tasklets), and work (process context). `advance` moves time and runs timers only.
 */
export class FakeRuntime implements Runtime {
  readonly clock: Clock
  readonly deferred: Deferred
  #nowMs: number
  readonly #unixOffsetMs: number
  #timers: Timer[] = []
  #order = 0
  #interrupts: (() => void)[] = []
  #tasklets: (() => void)[] = []
  #work: (() => void | Promise<void>)[] = []

  constructor(options: FakeRuntimeOptions = {}) {
    this.#nowMs = options.nowMs ?? 0
    this.#unixOffsetMs = (options.unixMs ?? Date.UTC(2026, 0, 1)) - this.#nowMs
    this.clock = {
      nowMs: () => this.#nowMs,
      unixMs: () => this.#nowMs + this.#unixOffsetMs,
      unixMinusNowMs: () => this.#unixOffsetMs,
      timer: (delayMs, fn) => this.#addTimer(delayMs, fn),
    }
    this.deferred = {
      tasklet: (fn) => void this.#tasklets.push(fn),
      work: (fn) => void this.#work.push(fn),
    }
  }

  get pendingInterrupts(): number {
    return this.#interrupts.length
  }

  get pendingCallbacks(): number {
    return this.#tasklets.length
  }

  get pendingWork(): number {
    return this.#work.length
  }

  get pendingTimers(): number {
    return this.#timers.length
  }

  /** Simulated hardware asks for `handler` to run in interrupt context. */
  raiseInterrupt(handler: () => void): void {
    this.#interrupts.push(handler)
  }

  /** Runs the interrupts raised so far, in order; ones raised meanwhile wait. Returns how many. */
  runPendingInterrupts(): number {
    return runAll(this.#interrupts.splice(0))
  }

  /** Runs the callbacks (tasklets) deferred so far, in order; ones deferred meanwhile wait. Returns how many. */
  runPendingCallbacks(): number {
    return runAll(this.#tasklets.splice(0))
  }

  /** Runs the work deferred so far and waits for it. Returns how much. */
  async runPendingWork(): Promise<number> {
    const work = this.#work.splice(0)
    for (const fn of work) await fn()
    return work.length
  }

  /** Moves time by `ms`, running timers at their due times, in order. Deferred things stay pending. */
  advance(ms: number): void {
    const until = this.#nowMs + ms
    for (let next = this.#nextTimer(); next !== undefined && next.dueMs <= until; next = this.#nextTimer())
      this.#fire(next)
    this.#nowMs = until
  }

  /** Lets every promise that can go on go on. Runs nothing pending. */
  async settle(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
  }

  /** Interrupts, callbacks and work until none is left. Time stands still. */
  async runAll(): Promise<void> {
    do {
      this.runPendingInterrupts()
      // Also those that a callback defers: work comes later than every callback deferred before it.
      while (this.runPendingCallbacks() > 0);
      await this.runPendingWork()
      await this.settle()
    } while (this.#interrupts.length + this.#tasklets.length + this.#work.length > 0)
  }

  /**
   * Waits for `promise`, running what it waits for: callbacks first, then work, then interrupts, and when nothing else
   * is left, the next timer within `withinMs` of fake time (default 0: no timers).
   * @throws Error when the promise cannot make progress.
   */
  async finish<T>(promise: Promise<T>, withinMs = 0): Promise<T> {
    const until = this.#nowMs + withinMs
    let settled = false
    const done = (): void => {
      settled = true
    }
    promise.then(done, done)
    for (;;) {
      await this.settle()
      if (settled) return promise
      if (this.runPendingCallbacks() > 0) continue
      if (this.#work.length > 0) {
        void this.#work.shift()!()
        continue
      }
      if (this.runPendingInterrupts() > 0) continue
      const next = this.#nextTimer()
      if (next === undefined || next.dueMs > until)
        throw new Error('finish: nothing is pending, yet it has not settled')
      this.#fire(next)
    }
  }

  #addTimer(delayMs: number, fn: () => void): Disposable {
    const end = toDisposable(() => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    })
    const timer: Timer = { dueMs: this.#nowMs + Math.max(delayMs, 0), order: this.#order++, fn, end }
    this.#timers.push(timer)
    return end
  }

  #nextTimer(): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.#timers)
      if (next === undefined || timer.dueMs < next.dueMs || (timer.dueMs === next.dueMs && timer.order < next.order))
        next = timer
    return next
  }

  #fire(timer: Timer): void {
    timer.end.dispose()
    this.#nowMs = Math.max(this.#nowMs, timer.dueMs)
    timer.fn()
  }
}

function runAll(handlers: readonly (() => void)[]): number {
  for (const handler of handlers) handler()
  return handlers.length
}
