// Tells the figures and the lanes of blocks at their pace, and seldom what stands still: a program that is stopped costs next to
// nothing, nor do the pages that would draw the same again.
import type { CaptureHub } from '#main/capture/index.ts'
import type { Lanes } from '#shared/contract/topics/lanes.ts'
import type { Stats } from '#shared/contract/topics/status.ts'
import type { Emitter } from '#shared/lifecycle.ts'
import { isSame } from '#shared/rpc/same.ts'
import type { StatsMeter } from './stats-meter.ts'

/** What a program that stands still takes of the machine is never twice the same: such differences (of the share of the time, of the memory) are none. */
const sameLoad = { busy: 0.005, memory: 0.02 } as const

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

  /** The figures since the last call, unless they stand still and are told already. False: they stand still. */
  tellStats(): boolean {
    const { hub, meter, stats } = this.#parts
    if (!stats.hasListeners) return hub.isRunning
    const now = meter.take()
    const before = this.#stats
    const moves = hub.isRunning || before === null || !isSame(ofCapture(before), ofCapture(now))
    if (!moves && !isOtherLoad(before, now)) return false
    this.#stats = now
    stats.fire(now)
    return moves
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

/** Without what changes by itself: the time, and what the program takes of the machine. */
function ofCapture(stats: Stats): Partial<Stats> {
  const { atUnixMs: _, mainThreadBusy: __, rssMiB: ___, ...figures } = stats
  return figures
}

/** Whether the program takes so much more or less of the machine that what was told is not so any more. */
function isOtherLoad(told: Stats, now: Stats): boolean {
  const isOtherMemory = Math.abs(now.rssMiB - told.rssMiB) > told.rssMiB * sameLoad.memory
  return isOtherMemory || Math.abs(now.mainThreadBusy - told.mainThreadBusy) > sameLoad.busy
}
