// Whether a program that was noted down still runs. Its number alone does not tell: numbers are given again.
import { readFile } from 'node:fs/promises'
import os from 'node:os'
import { performance } from 'node:perf_hooks'

export interface ProcessMark {
  readonly pid: number
  /** When it started. */
  readonly startedUnixMs: number
}

/** Two readings of when a program started may differ by so much. */
const startToleranceMs = 3000

/** This program. */
export const thisProcess: ProcessMark = { pid: process.pid, startedUnixMs: Math.round(performance.timeOrigin) }

/** Whether that program runs on this machine now. Where the system does not tell when it started, its number decides. */
export async function isRunning({ pid, startedUnixMs }: ProcessMark): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    // EPERM: it runs, as somebody else's.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM')) return false
  }
  const found = await lookUp(pid)
  if (found === null) return true
  // A zombie has ended; whoever started it has not asked yet how.
  return found.state !== 'Z' && Math.abs(found.startedUnixMs - startedUnixMs) < startToleranceMs
}

/** State of a program of this machine, and when it started, Unix ms; null where the system does not tell. */
async function lookUp(pid: number): Promise<{ readonly state: string; readonly startedUnixMs: number } | null> {
  try {
    // proc(5): field 3 of /proc/PID/stat is the state, field 22 the start time in clock ticks (100 per second) after boot.
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const startedUnixMs = Date.now() - os.uptime() * 1000 + Number(fields[19]) * 10
    return { state: fields[0] ?? '', startedUnixMs }
  } catch {
    return null
  }
}
