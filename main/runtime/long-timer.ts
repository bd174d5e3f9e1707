// A timer of any length. The event loop keeps a delay in 31 bits of milliseconds, and runs what is longer (24.8 days)
// after 1 ms; so a long delay is waited for in pieces, each measured against the clock.
import { fail, say } from '#shared/errors.ts'
import { type Disposable, toDisposable } from '#shared/lifecycle.ts'

/** The longest delay of one `setTimeout`, ms. */
export const longestPieceMs = 2 ** 31 - 1

/**
 * Runs `fn` once, after at least `delayMs` of `nowMs`; never for Infinity. A negative delay counts as 0. Like a timer of
 * Node, it keeps the process alive until it has run or is disposed.
 * @throws EINVAL for NaN
 */
export function longTimer(nowMs: () => number, delayMs: number, fn: () => void): Disposable {
  if (Number.isNaN(delayMs)) fail('EINVAL', say`A timer takes a number of milliseconds, not NaN.`)
  const dueMs = nowMs() + delayMs
  let handle: NodeJS.Timeout
  const run = (): void => {
    end.dispose()
    fn()
  }
  const wait = (leftMs: number): void => {
    handle = setTimeout(leftMs > longestPieceMs ? goOn : run, Math.min(leftMs, longestPieceMs))
  }
  const goOn = (): void => wait(Math.ceil(dueMs - nowMs()))
  // A timer that has run is over: there is nothing left to dispose.
  const end = toDisposable(() => clearTimeout(handle))
  wait(delayMs)
  return end
}
