// A recording of so many scans, or so much time, ends when its last scan is converted, not when the block that it lies in
// is full: with large blocks at a low rate that would be seconds later. The block then ends short.
import type { BlockRef, CaptureHub, StreamFormat, Tap } from '#main/capture/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import type { Disposable } from '#shared/lifecycle.ts'

/** Blocks that are full sooner than this are waited for, seconds. */
const waitedSeconds = 0.1
/** The last scan is surely there, ms. */
const marginMs = 1

export interface TimelyEndOptions {
  readonly hub: Pick<CaptureHub, 'plan' | 'flush'>
  readonly clock: Clock
  /** Scans still to come; null: not known, or without end. */
  scansLeft(): number | null
}

export class TimelyEnd implements Tap, Disposable {
  readonly name = 'end of the recording'
  readonly #options: TimelyEndOptions
  #format: StreamFormat | null = null
  #timer: Disposable | null = null

  constructor(options: TimelyEndOptions) {
    this.#options = options
  }

  onFormat(format: StreamFormat): void {
    this.#format = format
    this.#expectAfter(this.#options.clock.nowMs())
  }

  onBlocks(blocks: readonly BlockRef[]): void {
    this.#expectAfter(blocks.at(-1)?.lastSampleMs ?? this.#options.clock.nowMs())
  }

  dispose(): void {
    this.#timer?.dispose()
    this.#timer = null
  }

  /** The scans that are left come one after the other from `fromMs` on. */
  #expectAfter(fromMs: number): void {
    this.dispose()
    const { hub, clock, scansLeft } = this.#options
    const rate = this.#format?.samplingFrequencyHz ?? 0
    const left = scansLeft()
    if (left === null || left === 0 || rate === 0 || (hub.plan?.scansPerBlock ?? 0) / rate < waitedSeconds) return
    const dueMs = fromMs + (left / rate) * 1e3 + marginMs
    this.#timer = clock.timer(Math.max(0, dueMs - clock.nowMs()), () => {
      // The device may be gone by now, which is told elsewhere.
      hub.flush().catch(() => undefined)
    })
  }
}
