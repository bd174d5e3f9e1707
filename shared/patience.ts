// Patience with somebody else: a time-out that counts only the time in which this program ran. A program that was stopped, or a
// machine that slept, finds all its timers due at once when it goes on, and the answers it waits for unread.
import { type Disposable, toDisposable } from './lifecycle.ts'

/** What it needs of a clock. */
export interface PatienceClock {
  /** Monotonic ms. */
  nowMs(): number
  timer(delayMs: number, fn: () => void): Disposable
}

/** Longest piece of the time that is waited for at once, ms. */
const pieceMs = 500
/** A piece that takes so much longer, ms, was not waited for: the program did not run. */
const lateMs = 500

/**
 * Runs `fn` once, when the program has run for `delayMs` since now, and never in a moment in which it has just gone on: what came
 * meanwhile is read first. Never for Infinity.
 */
export function patience(clock: PatienceClock, delayMs: number, fn: () => void): Disposable {
  let leftMs = delayMs
  let timer: Disposable
  const wait = (): void => {
    const beganMs = clock.nowMs()
    const waitedMs = Math.max(0, Math.min(leftMs, pieceMs))
    timer = clock.timer(waitedMs, () => {
      const passedMs = clock.nowMs() - beganMs
      const wasAway = passedMs > waitedMs + lateMs
      leftMs = wasAway ? Math.max(leftMs - waitedMs, pieceMs) : leftMs - passedMs
      if (leftMs > 0) return wait()
      end.dispose()
      fn()
    })
  }
  const end = toDisposable(() => timer.dispose())
  wait()
  return end
}
