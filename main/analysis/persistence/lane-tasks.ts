// What the analysis tells a lane, a thread that draws waveforms for it: fixed records in a shared ring, and the memory a
// lane has. The list of waveforms is part of the record, so that the analysis can go on with its own.
import { doorbellBytes, type SharedRingLayout, sharedRingBytes } from '#main/memory/index.ts'
import { maxChannels } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import { claimPainter, type DrawnChannel, type MapContent } from './map-painter.ts'

/** Waveforms of one task: as many as the kernels are fastest with. */
export const taskWaveforms = 64
/** Tasks on their way to a lane; when all lanes have so many, the analysis draws by itself. */
const capacity = 16
const wordsPerWaveform = 3

/** Where the parts of a record are, bytes from its begin. */
const field = { kind: 0, count: 4, src: 8, epoch: 12, firstSample: 16, whole: 24, body: 32 } as const
const contentNumbers = 9 + 4 * maxChannels
const recordBytes = field.body + Math.max(taskWaveforms * wordsPerWaveform * 4, contentNumbers * 8)

export const taskKind = { configure: 0, whole: 1, fine: 2 } as const
export type TaskKind = (typeof taskKind)[keyof typeof taskKind]

export interface LaneMemory {
  readonly ring: SharedRingLayout
  /** The lane sleeps on this one; the analysis on the other, until the lane has nothing left to do. */
  readonly bell: number
  readonly done: number
  /** int32 words: see {@link laneWord}. */
  readonly state: number
  /** Of a map painter. */
  readonly painter: number
}

/** Zero at first. `alive`: tasks will be done. `awaited`: ring `done` when idle. `torn`: samples were given back too early. */
export const laneWord = { alive: 0, sleeping: 1, awaited: 2, torn: 3, quit: 4 } as const

export function claimLane(layout: MemoryLayout): LaneMemory {
  return {
    ring: { address: layout.takeZeroed(sharedRingBytes(recordBytes, capacity)), recordBytes, capacity },
    bell: layout.takeZeroed(doorbellBytes),
    done: layout.takeZeroed(doorbellBytes),
    state: layout.takeZeroed(64),
    painter: claimPainter(layout),
  }
}

export interface DrawTask {
  /** Address of the block's samples. */
  readonly src: number
  readonly epoch: number
  /** First scan of the block: it tells whether the block is still there. */
  readonly firstSample: number
  /** Address of the waveforms. */
  readonly list: number
  readonly waveforms: number
  /** How many of them are counted whole, where columns are fine. */
  readonly whole: number
}

/** Reads and writes records. */
export class LaneTasks {
  readonly #words: Uint32Array
  readonly #values: Float64Array

  constructor(buffer: SharedArrayBuffer) {
    this.#words = new Uint32Array(buffer)
    this.#values = new Float64Array(buffer)
  }

  putDraw(at: number, kind: TaskKind, task: DrawTask): void {
    this.#words[(at + field.kind) / 4] = kind
    this.#words[(at + field.count) / 4] = task.waveforms
    this.#words[(at + field.src) / 4] = task.src
    this.#words[(at + field.epoch) / 4] = task.epoch
    this.#values[(at + field.firstSample) / 8] = task.firstSample
    this.#words[(at + field.whole) / 4] = task.whole
    const words = task.waveforms * (kind === taskKind.fine ? 2 : wordsPerWaveform)
    this.#words.copyWithin((at + field.body) / 4, task.list / 4, task.list / 4 + words)
  }

  kind(at: number): TaskKind {
    return this.#words[(at + field.kind) / 4] as TaskKind
  }

  draw(at: number): DrawTask {
    return {
      src: this.#words[(at + field.src) / 4]!,
      epoch: this.#words[(at + field.epoch) / 4]!,
      firstSample: this.#values[(at + field.firstSample) / 8]!,
      list: at + field.body,
      waveforms: this.#words[(at + field.count) / 4]!,
      whole: this.#words[(at + field.whole) / 4]!,
    }
  }

  putContent(at: number, { layout, channels, drawn, clusters, wholePerScan }: MapContent): void {
    this.#words[(at + field.kind) / 4] = taskKind.configure
    const { isFine, first, step, unit, columns } = layout
    const numbers = [isFine ? 1 : 0, first, step, unit, columns, channels, clusters, drawn.length, wholePerScan]
    for (const { place, range } of drawn) numbers.push(place, range === null ? 0 : 1, range?.low ?? 0, range?.high ?? 0)
    this.#values.set(numbers, (at + field.body) / 8)
  }

  content(at: number): MapContent {
    const begin = (at + field.body) / 8
    const number = (k: number): number => this.#values[begin + k]!
    const drawn = Array.from({ length: number(7) }, (_, k): DrawnChannel => {
      const one = 9 + 4 * k
      const range = number(one + 1) === 0 ? null : { low: number(one + 2), high: number(one + 3) }
      return { place: number(one), range }
    })
    return {
      layout: {
        isFine: number(0) === 1,
        first: number(1),
        step: number(2),
        unit: number(3),
        columns: number(4),
      },
      channels: number(5),
      drawn,
      clusters: number(6),
      wholePerScan: number(8),
    }
  }
}
