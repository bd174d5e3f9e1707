// Tells the figures and the lanes of blocks at their pace, and seldom what stands still: a program that is stopped costs next to
// nothing, nor do the pages that would draw the same again.
import type { CaptureHub } from '#main/capture/index.ts'
import type { Lanes } from '#shared/contract/topics/lanes.ts'
import type { Stats } from '#shared/contract/topics/status.ts'
import type { Emitter } from '#shared/lifecycle.ts'
import { isSame } from '#shared/rpc/same.ts'
import type { StatsMeter } from './stats-meter.ts'

/** Of figures that stand still, one of so many is told: once a second, for those that are of the program itself. */
const tellOneOf = 4

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
  #untold = 0

  constructor(parts: FigureTellerParts) {
    this.#parts = parts
  }

  /** Somebody came who was told nothing yet. */
  renew(): void {
    this.#stats = null
    this.#lanes = null
  }

  /** The figures since the last call. */
  tellStats(): void {
    const { hub, meter, stats } = this.#parts
    if (!stats.hasListeners) return
    const now = meter.take()
    const standsStill = !hub.isRunning && this.#stats !== null && isSame(ofCapture(this.#stats), ofCapture(now))
    if (standsStill && ++this.#untold < tellOneOf) return
    this.#untold = 0
    this.#stats = now
    stats.fire(now)
  }

  tellLanes(): void {
    const { hub, lanes } = this.#parts
    if (!lanes.hasListeners) return
    const now = hub.lanes()
    // While it runs the time goes on, in which blocks wait.
    if (!hub.isRunning && this.#lanes !== null && isSame({ ...this.#lanes, nowMs: now.nowMs }, now)) return
    this.#lanes = now
    lanes.fire(now)
  }
}

/** Without what changes by itself: the time, and what the program takes of the machine. */
function ofCapture({ atUnixMs: _, mainThreadBusy: __, rssMiB: ___, ...figures }: Stats): Partial<Stats> {
  return figures
}
