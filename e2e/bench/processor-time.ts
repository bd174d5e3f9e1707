// Processor time of a program with all its processes, by what each of them is for: from /proc, so that measuring costs what is
// measured nothing.
import { readdirSync, readFileSync } from 'node:fs'

/** Ticks of the clock that Linux counts processor time with, per second (USER_HZ of every architecture there is). */
const ticksPerSecond = 100

interface ProcessNow {
  readonly parent: number
  readonly seconds: number
}

/** proc(5), /proc/PID/stat: the name is in brackets and may hold anything; fields are counted behind it. */
function processNow(pid: string): ProcessNow | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond }
  } catch {
    // It has ended meanwhile.
    return null
  }
}

/** What Chromium started it for (`--type=`); `main` is the one that the others belong to. */
function roleOf(pid: number): string {
  try {
    return /--type=([a-z-]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? 'main'
  } catch {
    return 'main'
  }
}

/** Process ids of the children of `parent`. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && processNow(name)?.parent === parent)
    .map(Number)
}

/** Process ids of the browsers that this process has started. */
export function browserProcesses(): number[] {
  return childrenOf(process.pid).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('chrom'))
}

/** Seconds on a processor since each process began, of `root` and all below it. */
export class ProcessorTime {
  readonly #seconds = new Map<number, number>()

  constructor(root: number) {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    const processes = new Map(all.flatMap((pid) => [[Number(pid), processNow(pid)] as const]))
    const take = (pid: number): void => {
      const now = processes.get(pid) ?? null
      if (now === null) return
      this.#seconds.set(pid, now.seconds)
      for (const [child, of] of processes) if (of?.parent === pid) take(child)
    }
    take(root)
  }

  /** Seconds since `before`, by what the processes are for; null: since they began. A process that is new counts whole. */
  since(before: ProcessorTime | null): Map<string, number> {
    const byRole = new Map<string, number>()
    for (const [pid, seconds] of this.#seconds) {
      const role = roleOf(pid)
      byRole.set(role, (byRole.get(role) ?? 0) + seconds - (before === null ? 0 : (before.#seconds.get(pid) ?? 0)))
    }
    return byRole
  }
}
