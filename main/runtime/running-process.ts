// Whether a program that was noted down still runs. Its number alone does not tell: numbers are given again.
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import os from 'node:os'
import { performance } from 'node:perf_hooks'

export interface ProcessMark {
  readonly pid: number
  /** When it started, by the wall clock of then. */
  readonly startedUnixMs: number
  /** The boot in which it started, and when after that: no clock that is set changes it. Absent where the system does not tell. */
  readonly start?: string | undefined
}

/** Two readings of when a program started may differ by so much, where there is no better one. */
const startToleranceMs = 3000

const bootFile = '/proc/sys/kernel/random/boot_id'
const statOf = (pid: number): string => `/proc/${pid}/stat`

interface Start {
  readonly state: string
  readonly start: string
  readonly afterBootMs: number
}

/** proc(5): field 3 of /proc/PID/stat is the state, field 22 the start time in clock ticks (100 per second) after boot. */
function startIn(stat: string, boot: string): Start {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = fields[19] ?? ''
  return { state: fields[0] ?? '', start: `${ticks} after boot ${boot.trim()}`, afterBootMs: Number(ticks) * 10 }
}

function ownStart(): string | undefined {
  try {
    return startIn(readFileSync(statOf(process.pid), 'utf8'), readFileSync(bootFile, 'utf8')).start
  } catch {
    return undefined
  }
}

/** This program. */
export const thisProcess: ProcessMark = {
  pid: process.pid,
  startedUnixMs: Math.round(performance.timeOrigin),
  start: ownStart(),
}

/** Whether that program runs on this machine now. Where the system does not tell when it started, its number decides. */
export async function isRunning({ pid, startedUnixMs, start }: ProcessMark): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    // EPERM: it runs, as somebody else's.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM')) return false
  }
  let found: Start
  try {
    found = startIn(await readFile(statOf(pid), 'utf8'), await readFile(bootFile, 'utf8'))
  } catch {
    return true
  }
  // A zombie has ended; whoever started it has not asked yet how.
  if (found.state === 'Z') return false
  if (start !== undefined) return found.start === start
  const foundUnixMs = Date.now() - os.uptime() * 1000 + found.afterBootMs
  return Math.abs(foundUnixMs - startedUnixMs) < startToleranceMs
}
