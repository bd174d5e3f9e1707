// The share of time the main thread works: what all the layers above the hardware cost together.
import { performance } from 'node:perf_hooks'

export class MainThreadBusy {
  #last = performance.eventLoopUtilization()

  /** Share of wall time, 0..1, since the last call (or since construction). */
  take(): number {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, this.#last)
    this.#last = now
    return Number.isFinite(utilization) ? Math.min(Math.max(utilization, 0), 1) : 0
  }
}

/** Most memory the process ever had in RAM, MiB. */
export function peakRssMiB(): number {
  // Node reports kilobytes.
  return process.resourceUsage().maxRSS / 1024
}
