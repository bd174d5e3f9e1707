// What may happen to a program that records, and when: the same faults at the same moments in every run.
import { seeded } from '#shared/testing/seeded.ts'

export const faults = ['kill', 'stop', 'pipe', 'disk', 'thread', 'page'] as const
/**
 * `kill`: SIGKILL. `stop`: SIGSTOP, SIGCONT, then a signal to end. `pipe`: nobody reads what the program says. `disk`: no space is
 * left. `thread`: the hardware thread ends by itself. `page`: the only viewer goes, without a word.
 */
export type Fault = (typeof faults)[number]

export type Front = 'headless' | 'browser' | 'electron'

export interface Trial {
  readonly fault: Fault
  readonly front: Front
  readonly samplingFrequencyHz: number
  /** It happens when the file has so many bytes. */
  readonly atBytes: number
}

const rates = [1e6, 1e9] as const
const bytesPerScan = 2
/** Up to so much signal is in the file when it happens. At 1 GS/s a disk may need much longer for it. */
const mostSeconds = { 1e6: 1.2, 1e9: 0.01 } as const

/** Every fault that can happen to this front, at both rates, `more` times again the kill. */
export function trialsOf(front: Front, seed: number, more: number): Trial[] {
  const next = seeded(seed)
  const possible = faults.filter((fault) => front !== 'headless' || fault !== 'page')
  return [...possible, ...Array.from({ length: more }, () => 'kill' as const)].flatMap((fault) =>
    rates.map((samplingFrequencyHz) => {
      const seconds = next() * mostSeconds[samplingFrequencyHz]
      return { fault, front, samplingFrequencyHz, atBytes: Math.ceil(seconds * samplingFrequencyHz) * bytesPerScan }
    }),
  )
}
