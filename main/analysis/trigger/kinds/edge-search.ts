// The edge trigger: looks at every sample of one channel, piece by piece, as if there were no pieces. The arming state
// and the rest of a hold-off are carried from one piece to the next; a gap begins anew.

import type { AnalysisKernels } from '../../stream/kernels-used.ts'
import type { MemoryLayout } from '../../stream/memory-layout.ts'
import { tileBytes } from '../../stream/tile.ts'
import type { CodeTriggerOf } from '../code-trigger.ts'
import { hysteresisFor, levelCode } from '../search/hysteresis.ts'
import type { EventSink, TriggerLine, TriggerSearch } from '../search/trigger-search.ts'

export interface EdgeMemory {
  /** u32 words: the arming state, and what is left of a hold-off. */
  readonly state: number
  /** u32 offsets of the edges of one tile. */
  readonly offsets: number
}

export function claimEdges(layout: MemoryLayout): EdgeMemory {
  // Room for every edge a tile can have, so that no search stops early.
  return { state: layout.takeZeroed(64), offsets: layout.take((tileBytes / 2) * 4) }
}

/** Longest hold-off that the kernel counts, scans. */
const longestHold = 0x7fffffff
/** More than one edge in so many scans are many; so many tiles later it is looked again. */
const denseScans = 100
const denseFor = 64

export class EdgeSearch implements TriggerSearch<'edge'> {
  readonly #kernels: AnalysisKernels
  readonly #memory: EdgeMemory
  readonly #words: Uint32Array
  readonly #log: EventSink
  #trigger: CodeTriggerOf<'edge'> | null = null
  #channel = -1
  #channels = 1
  #level = 0
  #hysteresis = 1
  #spanCodes = Number.POSITIVE_INFINITY
  #holdOff = 1
  /** So many tiles are still searched without the edges that are held off. */
  #denseTiles = 0
  /** Edges a scan in the tile that was searched for all of them last. */
  #perScan = 0
  /** So many edges more than were told there were in the tiles since, as far as that one tells. */
  #untold = 0

  constructor(buffer: SharedArrayBuffer, kernels: AnalysisKernels, memory: EdgeMemory, log: EventSink) {
    this.#kernels = kernels
    this.#memory = memory
    this.#words = new Uint32Array(buffer)
    this.#log = log
  }

  /** False when there is no trigger or its channel is not in the scan. */
  get isActive(): boolean {
    return this.#channel >= 0
  }

  get lines(): readonly TriggerLine[] {
    return [{ channel: this.#channel, level: this.#level }]
  }

  /** What is searched from now on, in a stream whose channels have these scan indexes. */
  configure(trigger: CodeTriggerOf<'edge'> | null, scanIndexes: readonly number[]): void {
    this.#trigger = trigger
    this.#channels = scanIndexes.length
    this.#channel = trigger === null ? -1 : scanIndexes.indexOf(trigger.channel)
    this.setSpan(Number.POSITIVE_INFINITY)
    this.restart()
  }

  /** From the lowest to the highest code that the trigger's channel had of late; Infinity: not known. */
  setSpan(codes: number): void {
    this.#spanCodes = codes
    const trigger = this.#trigger
    if (trigger !== null) {
      // The far level must be a code too: near the end of the range the hysteresis shrinks rather than never to arm.
      this.#level = levelCode(trigger.level)
      const below = this.#level + 32768
      const above = 32767 - this.#level
      const room = { rising: below, falling: above, either: Math.min(below, above) }[trigger.slope]
      this.#hysteresis = hysteresisFor(trigger, trigger.channel, this.#spanCodes, room)
    }
  }

  /**
   * Edges nearer than this to the one before are passed over where there are many: to look for them costs much, and the log
   * holds them off anyway.
   */
  setHoldoff(scans: number): void {
    this.#holdOff = Math.max(1, Math.min(longestHold, Math.ceil(scans)))
  }

  /** Forgets what came before: the signal must be on the far side of the level again before an edge counts. */
  restart(): void {
    this.#words.fill(0, this.#memory.state / 4, this.#memory.state / 4 + 3)
    this.#denseTiles = this.#untold = 0
  }

  /** Searches `scans` scans at `address`, the first of which is `sample`. Found edges go to the log. */
  search(address: number, sample: number, scans: number): void {
    const trigger = this.#trigger
    if (trigger === null || this.#channel < 0) return
    if (trigger.slope === 'either') {
      this.#searchBoth(address, sample, scans)
      return
    }
    const isDense = this.#denseTiles > 0
    // What is passed over is what the log would hold off.
    const held = isDense ? Math.max(0, Math.min(longestHold, this.#log.heldUntil - sample)) : 0
    this.#words[this.#memory.state / 4 + 2] = Math.ceil(held)
    const found = this.#kernels.findEdges(
      address,
      this.#channels,
      this.#channel,
      scans,
      this.#level,
      this.#hysteresis,
      trigger.slope === 'rising' ? 1 : 0,
      isDense ? this.#holdOff : 1,
      this.#memory.state,
      this.#memory.offsets,
      scans,
    )
    const edges = this.#memory.offsets / 4
    this.#log.pushAll(this.#words, edges, edges + found, sample)
    if (isDense) {
      this.#denseTiles--
      this.#reckon(this.#perScan * scans - found)
      return
    }
    this.#perScan = found / scans
    if (found * denseScans > scans && this.#holdOff > denseScans) this.#denseTiles = denseFor
  }

  /** Edges that were passed over are events too: the log counts as many as there are in a tile that was searched for all. */
  #reckon(untold: number): void {
    this.#untold += untold
    const whole = Math.max(0, Math.floor(this.#untold))
    this.#untold -= whole
    this.#log.reckon(whole)
  }

  /** Crossings in both directions, which are in turns. */
  #searchBoth(address: number, sample: number, scans: number): void {
    const { state, offsets } = this.#memory
    const find = this.#kernels.findCrossings
    const found = find(address, this.#channels, this.#channel, scans, this.#level, this.#hysteresis, state, offsets)
    const first = offsets / 4
    let end = first
    for (let k = first; k < first + found; k++) {
      const word = this.#words[k]!
      // Where the side was not known before there is no crossing.
      if ((word & 2) === 0) this.#words[end++] = word >>> 2
    }
    this.#log.pushAll(this.#words, first, end, sample)
  }
}
