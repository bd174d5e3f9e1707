// What hardware is made with.
import type { CoherentHeap } from '#main/memory/index.ts'
import type { DmacParameters } from './registers/dmac-registers.ts'

export interface HardwareOptions {
  readonly heap: CoherentHeap
  /** Channels of the converter. Default 2. */
  readonly channels?: number
  /** The queue rides out a busy main thread; the classic core has 4 ids. Default 4096. */
  readonly dmac?: DmacParameters
  /** The output side's queue. Default 256. */
  readonly dacDmac?: DmacParameters
  /** Completions closer together than this share an interrupt, ms (of large transfers: five times this); 0: none waits. Default 0.2. */
  readonly coalesceMs?: number
}

export const defaultDmac: DmacParameters = { ids: 4096, queueDepth: 4096 }
export const defaultDacDmac: DmacParameters = { ids: 256, queueDepth: 256 }
export const defaultCoalesceMs = 0.2
