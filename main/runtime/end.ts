// How a program ends: asked to by a signal, and then within a time, whatever still runs.
import { type Disposable, toDisposable } from '#shared/lifecycle.ts'

/** Ctrl+C, a polite kill, the terminal going away. */
export const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
export type EndSignal = (typeof endSignals)[number]

/** Everything has ended this long after it was asked to, ms: the promise is 2 s, this leaves the system its share. */
export const endWithinMs = 1500

/** Calls `listener` with each signal to end, which then no longer ends the process by itself. */
export function onEndSignal(listener: (signal: EndSignal) => void): Disposable {
  const undo = endSignals.map((signal) => {
    const handler = (): void => listener(signal)
    process.on(signal, handler)
    return () => process.off(signal, handler)
  })
  return toDisposable(() => {
    for (const one of undo) one()
  })
}

/**
 * From now on the process has {@link endWithinMs} to end by itself, having nothing left to do; then it is ended with
 * exit code 1 and a line that says so.
 */
export function endInTime(): void {
  setTimeout(() => {
    process.stderr.write(`blockscope: did not close within ${endWithinMs} ms\n`)
    process.exit(1)
  }, endWithinMs).unref()
}
