// Tells the figures and the lanes of blocks at their pace, and seldom what stands still: a program that is stopped costs next to
// nothing, nor do the pages that would draw the same again.
import type { CaptureHub } from '#main/capture/index.ts'
import type { Lanes } from '#shared/contract/topics/lanes.ts'
import type { Stats } from '#shared/contract/topics/status.ts'
import type { Emitter } from '#shared/lifecycle.ts'
import { isSame } from '#shared/rpc/same.ts'
import type { StatsMeter } from './stats-meter.ts'

export interface FigureTellerParts {
  readonly hub: Pick<CaptureHub, 'isRunning' | 'lanes'>
  readonly meter: Pick<StatsMeter, 'take'>
  readonly stats: Emitter<Stats>
  readonly lanes: Emitter<Lanes>
}

export class FigureTeller {
  readonly #parts: FigureTellerParts
  #stats: Stats | null = null
  #lanes: Lanes | null = null

  constructor(parts: FigureTellerParts) {
    this.#parts = parts
  }

  /** Somebody came who was told nothing yet. */
  renew(): void {
    this.#stats = null
    this.#lanes = null
  }

  /** The figures since the last call. False: they stand still. */
  tellStats(): boolean {
    const { hub, meter, stats } = this.#parts
    if (!stats.hasListeners) return hub.isRunning
    const now = meter.take()
    const standsStill = !hub.isRunning && this.#stats !== null && isSame(ofCapture(this.#stats), ofCapture(now))
    this.#stats = now
    stats.fire(now)
    return !standsStill
  }

  /** False: they stand still. */
  tellLanes(): boolean {
    const { hub, lanes } = this.#parts
    if (!lanes.hasListeners) return hub.isRunning
    const now = hub.lanes()
    // While it runs the time goes on, in which blocks wait.
    if (!hub.isRunning && this.#lanes !== null && isSame({ ...this.#lanes, nowMs: now.nowMs }, now)) return false
    this.#lanes = now
    lanes.fire(now)
    return true
  }
}

/**
 * Without what changes by itself: the time, what the program takes of the machine, and the interrupts of single conversions, of
 * which whoever reads `raw` in the device tree makes one.
 */
function ofCapture(stats: Stats): Partial<Stats> {
  const { atUnixMs: _, mainThreadBusy: __, rssMiB: ___, interruptsPerSecond: ____, ...figures } = stats
  return figures
}
