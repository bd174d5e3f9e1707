// A sample clock for emulated hardware: says how many scans are due, in bursts when the event loop was busy.
import type { Clock } from '#main/runtime/clock.ts'
import type { Disposable } from '#shared/lifecycle.ts'

export interface PacerOptions {
  readonly clock: Clock
  /** Scans are due: `count` more, the first of them number `firstScan` since start. */
  onScans(count: number, firstScan: number): void
  /** Scans until something happens worth waking for, such as the end of a transfer. */
  scansToNextEvent(): number
}

/** Longest sleep, ms: so that a change of what is worth waking for is seen soon. */
const longestSleepMs = 100
/** Scans that would be more than this late are skipped: the machine is too slow for the rate. */
const longestLateMs = 250
/** Scans are handed out so many at a time; a piece of them is short for any machine. */
const scansInPiece = 1024
/** After so long others have their turn: scans that cost much do not keep the event loop for themselves, ms. */
const longestTurnMs = 10
/** How long the others have at least. */
const restMs = 2

export class Pacer {
  /** Scans that were skipped because the machine was too slow, since the start. */
  skippedScans = 0
  readonly #options: PacerOptions
  #rateHz = 0
  #startMs = 0
  #done = 0
  #timer: Disposable | null = null
  /** Counts starts and stops. */
  #runs = 0

  constructor(options: PacerOptions) {
    this.#options = options
  }

  get isRunning(): boolean {
    return this.#timer !== null
  }

  /** By so much the sample clock fell behind since the start: what was skipped, ms. */
  get slippedMs(): number {
    return this.#rateHz > 0 ? (this.skippedScans * 1000) / this.#rateHz : 0
  }

  /** What is due by now is converted now, and not when the next event comes. */
  catchUp(): void {
    if (this.#timer === null) return
    this.#timer.dispose()
    this.#tick(Number.POSITIVE_INFINITY)
  }

  /** Begins at scan 0, `rateHz` scans per second. */
  start(rateHz: number): void {
    this.stop()
    this.skippedScans = 0
    this.#rateHz = rateHz
    this.#startMs = this.#options.clock.nowMs()
    this.#done = 0
    this.#schedule()
  }

  stop(): void {
    this.#runs++
    this.#timer?.dispose()
    this.#timer = null
  }

  /** What is worth waking for has changed. */
  reschedule(): void {
    if (this.#timer === null) return
    this.#timer.dispose()
    this.#schedule()
  }

  #schedule(soonestMs = 0): void {
    const { clock, scansToNextEvent } = this.#options
    const scans = Math.max(1, Math.min(scansToNextEvent(), (longestSleepMs * this.#rateHz) / 1000))
    const dueMs = this.#startMs + ((this.#done + Math.ceil(scans)) * 1000) / this.#rateHz
    this.#timer = clock.timer(Math.max(dueMs - clock.nowMs(), soonestMs), () => this.#tick(longestTurnMs))
  }

  #tick(turnMs: number): void {
    const { clock } = this.#options
    const timer = this.#timer
    const endMs = clock.nowMs() + turnMs
    // A hair of tolerance, so that a timer that fires exactly on time counts its own scan.
    const due = Math.floor(((clock.nowMs() - this.#startMs) * this.#rateHz) / 1000 + 1e-6)
    const most = Math.max(1, Math.floor((longestLateMs * this.#rateHz) / 1000))
    const count = Math.min(due - this.#done, most)
    const skipped = due - this.#done - count
    if (skipped > 0) {
      this.skippedScans += skipped
      this.#startMs += (skipped * 1000) / this.#rateHz
    }
    const left = this.#handOut(count, endMs)
    // The handler may have stopped or restarted the clock.
    if (this.#timer === timer) this.#schedule(left > 0 ? restMs : 0)
  }

  /** In pieces, until it is `endMs`. @returns scans that are due, and were not handed out */
  #handOut(count: number, endMs: number): number {
    const { clock, onScans } = this.#options
    const run = this.#runs
    let left = count
    while (left > 0) {
      const piece = Math.min(left, scansInPiece)
      const first = this.#done
      this.#done += piece
      left -= piece
      onScans(piece, first)
      if (this.#runs !== run || clock.nowMs() >= endMs) break
    }
    return left
  }
}
