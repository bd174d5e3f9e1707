// Keeps a page of ours in the window. Its process may crash, be killed (by the system, when memory runs out), hang, or show
// something that is not ours: each time the page is loaded again, at once at first and then after longer and longer pauses,
// for as long as the window is open. What keeps happening is told in a dialog of the system, which needs no page. The
// capture goes on all the time.

import type { Log } from '#main/diagnostics/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import type { Disposable } from '#shared/lifecycle.ts'

/** Pauses before the page is loaded again, by how often in a row it has failed; the last one repeats. ms. */
export const pausesMs = [0, 500, 1000, 2000, 5000, 10_000] as const
/** A page that has stood so long, ms, counts as well: the next failure is a first one. */
export const steadyMs = 10_000
/** After so many failures in a row the user is told. */
export const tellAfter = 4

/** What a dialog says and offers. The first offer is what Enter does. */
export interface Question {
  readonly title: string
  readonly detail: string
  readonly offers: readonly string[]
}

/** What the keeper does to the window. */
export interface KeptWindow {
  /** Shows our page, from its beginning. Rejects when it cannot be loaded. */
  load(): Promise<void>
  /** Ends the page's process, whatever it is doing; the keeper hears of it as of any other end. */
  endPage(): void
  /** Asks the user; resolves with the number of the offer, or null when `signal` took the dialog away. */
  ask(question: Question, signal: AbortSignal): Promise<number | null>
  /** Ends the program in order. */
  quit(): void
}

export class PageKeeper implements Disposable {
  readonly #window: KeptWindow
  readonly #clock: Clock
  readonly #log: Log
  #failures = 0
  #pause: Disposable | null = null
  #steady: Disposable | null = null
  #asking: AbortController | null = null
  #isDisposed = false

  constructor(window: KeptWindow, clock: Clock, log: Log) {
    this.#window = window
    this.#clock = clock
    this.#log = log
  }

  /** Our page has been loaded and runs. */
  stands(): void {
    this.#steady?.dispose()
    this.#steady = this.#clock.timer(steadyMs, () => {
      this.#failures = 0
      this.#asking?.abort()
    })
  }

  /** The page is gone, for this reason: its process ended, or it shows something else. Loads it again. */
  lost(reason: string): void {
    if (this.#isDisposed) return
    this.#steady?.dispose()
    // While a pause runs, the page is on its way already.
    if (this.#pause !== null) return
    const pauseMs = pausesMs[Math.min(this.#failures, pausesMs.length - 1)] ?? 0
    this.#failures++
    this.#log.error(`the page is gone: ${reason}; loading it again${pauseMs > 0 ? ` in ${pauseMs} ms` : ''}`)
    this.#pause = this.#clock.timer(pauseMs, () => void this.#load())
    if (this.#failures >= tellAfter) void this.#tell(reason)
  }

  /** The page does not react any more. */
  async hangs(): Promise<void> {
    const choice = await this.#ask({
      title: 'The page does not answer',
      detail: 'The capture goes on, and so does a recording. Loading the page again keeps both.',
      offers: ['Wait', 'Load the page again'],
    })
    if (choice === 1) this.#window.endPage()
  }

  /** The page reacts again. */
  answers(): void {
    this.#asking?.abort()
  }

  dispose(): void {
    this.#isDisposed = true
    this.#pause?.dispose()
    this.#steady?.dispose()
    this.#asking?.abort()
  }

  async #load(): Promise<void> {
    this.#pause?.dispose()
    this.#pause = null
    if (this.#isDisposed) return
    try {
      await this.#window.load()
    } catch (thrown) {
      this.lost(`it cannot be loaded (${thrown instanceof Error ? thrown.message : String(thrown)})`)
    }
  }

  async #tell(reason: string): Promise<void> {
    const choice = await this.#ask({
      title: 'The page keeps ending',
      detail:
        `It ended ${this.#failures} times in a row, the last time because: ${reason}. The capture goes on, and so does a ` +
        'recording. The page is tried again by itself every few seconds.',
      offers: ['Load the page now', 'Quit Blockscope'],
    })
    if (choice === 1) this.#window.quit()
    else if (choice === 0 && this.#pause !== null) await this.#load()
  }

  /** One dialog at a time; null when there is one, or when it became needless. */
  async #ask(question: Question): Promise<number | null> {
    if (this.#asking !== null || this.#isDisposed) return null
    const asking = new AbortController()
    this.#asking = asking
    try {
      const choice = await this.#window.ask(question, asking.signal)
      return asking.signal.aborted ? null : choice
    } finally {
      this.#asking = null
    }
  }
}
