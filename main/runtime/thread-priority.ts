// How important a thread is beside others. Linux has a priority for each thread, under its thread id; elsewhere nothing is
// changed. Giving way is always allowed; going first is not for everybody, and then a thread competes like any other.
import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'

/** As for `nice`: 0 is ordinary, larger numbers give way to smaller ones. */
export const niceness = {
  /** What stands for hardware and its interrupts: late means lost. It is asleep most of the time. */
  capture: -10,
  /** Looks at what others have captured: late is better than in the way. */
  analysis: 4,
  /** Prepares what nobody needs yet. */
  background: 10,
} as const

/** Sets the priority of the calling thread, if the system allows it. */
export function setThreadPriority(nice: number): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), nice)
  } catch {
    // Then it stays as it is.
  }
}
