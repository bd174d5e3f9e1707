// Starts the analysis thread again when it has ended by itself: at once at first, then after longer and longer pauses, for
// as long as the analysis is wanted.
import type { Clock } from '#main/runtime/clock.ts'
import type { Disposable } from '#shared/lifecycle.ts'

/** Pauses before the thread is started again, by how often in a row it has ended; the last one repeats. ms. */
const pausesMs = [0, 1000, 2000, 5000, 10_000] as const
/** A thread that has lived so long is well: its end is a first one, ms. */
const steadyMs = 10_000

export class Revival {
  readonly #clock: Pick<Clock, 'nowMs' | 'timer'>
  readonly #start: (isAgain: boolean) => Promise<void>
  #failures = 0
  #startedMs = 0
  #pause: Disposable | null = null
  #starting: Promise<void> = Promise.resolve()
  #isStopped = false

  /** `start` starts the thread; told whether the one before ended soon after it had been started again. */
  constructor(clock: Pick<Clock, 'nowMs' | 'timer'>, start: (isAgain: boolean) => Promise<void>) {
    this.#clock = clock
    this.#start = start
  }

  /** The thread has ended, or could not be started. */
  lost(): void {
    if (this.#isStopped) return
    if (this.#clock.nowMs() - this.#startedMs > steadyMs) this.#failures = 0
    const pauseMs = pausesMs[Math.min(this.#failures++, pausesMs.length - 1)] ?? 0
    this.#pause = this.#clock.timer(pauseMs, () => {
      this.#startedMs = this.#clock.nowMs()
      this.#starting = this.#start(this.#failures > 1).catch(() => this.lost())
    })
  }

  /** Starts none any more; resolves when the one on its way is there. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#pause?.dispose()
    await this.#starting
  }
}
