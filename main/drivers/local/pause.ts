// The time between two looks at a buffer of the kernel, which is never waited for in a call.
import type { Clock } from '#main/runtime/clock.ts'

/** ms. */
const bounds = { least: 1, most: 10, unknown: 4 } as const

export class Pause {
  readonly #clock: Pick<Clock, 'timer'>
  /** So long it takes. */
  readonly ms: number
  #wake: (() => void) | null = null

  /** Half of what a buffer of so many scans takes to fill or to empty. @param rateHz scans a second; 0: not known */
  constructor(clock: Pick<Clock, 'timer'>, scans: number, rateHz: number) {
    this.#clock = clock
    const halfMs = rateHz > 0 ? (scans / rateHz) * 500 : bounds.unknown
    this.ms = Math.min(bounds.most, Math.max(bounds.least, halfMs))
  }

  /** Resolves when it is over, or was ended. */
  take(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.timer(this.ms, () => this.end())
      this.#wake = () => {
        this.#wake = null
        timer.dispose()
        resolve()
      }
    })
  }

  /** Ends the one that is being taken, if any. */
  end(): void {
    this.#wake?.()
  }
}
