// Time and deferred work, as every layer of main sees them. The real clock runs on the event loop; tests use
// testing/'s fake clock, which has the same shape and moves only when told.
import type { Disposable } from '#shared/lifecycle.ts'
import { longTimer } from './long-timer.ts'
import { WallClock } from './wall-clock.ts'

export interface Clock {
  /** Monotonic milliseconds, the same origin in every thread of the process. Fractions are microseconds and below. */
  nowMs(): number
  /** Wall clock, Unix milliseconds. Fractions are right to some microseconds; two readings differ by what passed between them. */
  unixMs(): number
  /** What {@link unixMs} is ahead of {@link nowMs}: the same for all who ask, until the wall clock is set. */
  unixMinusNowMs(): number
  /** Runs `fn` once after at least `delayMs`, however long that is; never for Infinity. @throws EINVAL for NaN */
  timer(delayMs: number, fn: () => void): Disposable
}

/** Contexts in which a kernel runs code later. Each runs its functions in the order they were deferred. */
export interface Deferred {
  /** Soft-interrupt context: soon, after the present interrupt has returned, never inline. Must not block. */
  tasklet(fn: () => void): void
  /** Process context (a work queue): later than every tasklet already deferred. May take locks and wait. */
  work(fn: () => void | Promise<void>): void
}

// performance.now() has an origin of its own per thread; hrtime has one for all, but allocates. So: offset once, then add.
const offsetMs = measureOffset()

/** hrtime minus performance.now(), from the reading that was interrupted least: within microseconds in every thread. */
function measureOffset(): number {
  let best = { spreadMs: Number.POSITIVE_INFINITY, offsetMs: 0 }
  for (let attempt = 0; attempt < 20; attempt++) {
    const before = performance.now()
    const shared = process.hrtime.bigint()
    const after = performance.now()
    if (after - before >= best.spreadMs) continue
    best = { spreadMs: after - before, offsetMs: Number(shared) / 1e6 - (before + after) / 2 }
  }
  return best.offsetMs
}

/** Monotonic milliseconds on the clock shared by all threads of this process. */
export function monotonicMs(): number {
  return performance.now() + offsetMs
}

/** Made when it is first asked: making it takes a millisecond. */
let madeWallClock: WallClock | undefined

function wallClock(): WallClock {
  madeWallClock ??= new WallClock(monotonicMs, Date.now)
  return madeWallClock
}

export const realClock: Clock = {
  nowMs: monotonicMs,
  unixMs: () => wallClock().unixMs(),
  unixMinusNowMs: () => wallClock().unixMinusNowMs(),
  timer: (delayMs, fn) => longTimer(monotonicMs, delayMs, fn),
}

/** Tasklets run as microtasks after the interrupt handler returned; work runs in a later turn of the event loop. */
export const realDeferred: Deferred = {
  tasklet: (fn) => queueMicrotask(fn),
  work(fn) {
    setImmediate(() => void fn())
  },
}

/** What a layer needs from the world; passed down, never imported, so that tests can hold time still. */
export interface Runtime {
  readonly clock: Clock
  readonly deferred: Deferred
}

export const realRuntime: Runtime = { clock: realClock, deferred: realDeferred }
