// Sums of whole columns that were added up once, so that a long window does not read its samples for every frame. Column c of a
// level stands for the samples c * width up to (c + 1) * width and lives in slot c modulo the length of the level; a mark says
// which column is there. Only columns without a gap are kept. Nothing is written before something is asked for.
import { level0Scans, levelFactor } from '../envelope/levels.ts'
import { maxChannels } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'

/** Scans of a column, level by level: a sum of 65,536 codes is the longest that 32 bits hold. */
export const sumScans: readonly number[] = [0, 1, 2].map((level) => level0Scans * levelFactor ** level)
const leastLevelBytes = 1 << 20

export interface SumMemory {
  readonly levels: number
  readonly levelBytes: number
}

/** Sums cost 4 bytes for each channel of a column, as the envelope does; there are three levels of them. */
export function claimSums(layout: MemoryLayout): SumMemory {
  const wanted = (layout.sizes.historyBytes / (level0Scans / 2)) * 1.25
  const levelBytes = Math.max(leastLevelBytes, Math.ceil(wanted / (4 * maxChannels)) * 4 * maxChannels)
  return { levels: layout.take(levelBytes * sumScans.length), levelBytes }
}

export class SumCache {
  readonly #memory: SumMemory
  readonly #sums: Int32Array
  #channels = 1
  /** Columns of each level. */
  #length = 0
  /** Of each slot: 1 + how often the ring was gone round when its column was written; 0: nothing is there. */
  #marks: readonly Uint32Array[] = []

  constructor(buffer: SharedArrayBuffer, memory: SumMemory) {
    this.#memory = memory
    this.#sums = new Int32Array(buffer)
  }

  /** Another stream: nothing of the one before counts. */
  begin(channels: number): void {
    this.#channels = channels
    this.#length = Math.floor(this.#memory.levelBytes / (4 * channels))
    this.#marks = []
  }

  /** Nothing that was kept is believed any more. */
  forget(): void {
    for (const marks of this.#marks) marks.fill(0)
  }

  /** Place of a column in int32s, if it is there; else -1. */
  find(level: number, column: number): number {
    const slot = column % this.#length
    const mark = 1 + Math.floor(column / this.#length)
    return this.#marks[level]?.[slot] === mark ? this.#place(level, slot) : -1
  }

  /** How many columns from this one on stand one behind the other. */
  room(column: number): number {
    return this.#length - (column % this.#length)
  }

  /** Address of a column's sums, which are to be written now; no more than {@link room} of them. */
  keep(level: number, column: number, columns = 1): number {
    if (this.#marks.length === 0) this.#marks = sumScans.map(() => new Uint32Array(this.#length))
    const slot = column % this.#length
    this.#marks[level]!.fill(1 + Math.floor(column / this.#length), slot, slot + columns)
    return 4 * this.#place(level, slot)
  }

  /** The sums of all, for reading and writing at a place. */
  get sums(): Int32Array {
    return this.#sums
  }

  #place(level: number, slot: number): number {
    return (this.#memory.levels + level * this.#memory.levelBytes) / 4 + slot * this.#channels
  }
}
