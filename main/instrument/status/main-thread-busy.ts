// The share of time the main thread works: what all the layers above the hardware cost together. It is the processor time of the
// thread: what it waits for a core that others keep busy is not its work. Where the system does not tell that, it is Node's
// `eventLoopUtilization`, which counts such waits as well (and reads 0 in Electron).
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'

/** Node 24 and later: processor time of the calling thread, microseconds. */
interface ThreadTimes {
  threadCpuUsage?(): { readonly user: number; readonly system: number }
}

/** Processor time of the calling thread, ms; null where the system does not tell. */
export function threadTimeMs(): number | null {
  const times = (process as ThreadTimes).threadCpuUsage?.()
  if (times !== undefined) return (times.user + times.system) / 1e3
  try {
    // Linux, Documentation/scheduler/sched-stats: the first figure is the time spent on a processor, ns.
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6
  } catch {
    return null
  }
}

interface Reading {
  readonly atMs: number
  readonly threadMs: number | null
  readonly loop: { readonly idle: number; readonly active: number }
}

const readHere = (): Reading => ({
  atMs: performance.now(),
  threadMs: threadTimeMs(),
  loop: performance.eventLoopUtilization(),
})

export class MainThreadBusy {
  readonly #read: () => Reading
  #last: Reading

  constructor(read: () => Reading = readHere) {
    this.#read = read
    this.#last = read()
  }

  /** Share of wall time, 0..1, since the last call (or since construction); 0 where nobody tells. */
  take(): number {
    const before = this.#last
    const now = this.#read()
    this.#last = now
    const active = now.loop.active - before.loop.active
    const loopMs = active + now.loop.idle - before.loop.idle
    const isTold = before.threadMs !== null && now.threadMs !== null
    const share = isTold ? (now.threadMs - before.threadMs) / (now.atMs - before.atMs) : active / loopMs
    return Number.isFinite(share) ? Math.min(Math.max(share, 0), 1) : 0
  }
}

/** Most memory the process ever had in RAM, MiB. */
export function peakRssMiB(): number {
  // Node reports kilobytes.
  return process.resourceUsage().maxRSS / 1024
}
