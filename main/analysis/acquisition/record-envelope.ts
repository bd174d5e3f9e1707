// The lowest and the highest of records at each point: every sample of every record, and nothing else. A record is shifted by
// whole scans, since what lies between samples was never captured.
import type { ColumnReader } from '../envelope/column-reader.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { maxChannels } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import { mostPoints, type RecordGrid } from './record-grid.ts'

export interface RecordEnvelopeMemory {
  /** Pairs low, high of all records, and behind those of as many points one record's. */
  readonly pairs: number
}

export function claimRecordEnvelope(layout: MemoryLayout): RecordEnvelopeMemory {
  return { pairs: layout.take(2 * mostPoints * maxChannels * 4) }
}

interface Tools {
  readonly buffer: SharedArrayBuffer
  readonly kernels: AnalysisKernels
  readonly memory: RecordEnvelopeMemory
  readonly reader: ColumnReader
}

export class RecordEnvelope {
  readonly #tools: Tools
  readonly #codes: Int16Array
  #channels = 1
  #grid: RecordGrid = { first: 0, step: 1, points: 0 }

  constructor(tools: Tools) {
    this.#tools = tools
    this.#codes = new Int16Array(tools.buffer)
  }

  configure(grid: RecordGrid, channels: number): void {
    this.#grid = grid
    this.#channels = channels
  }

  /**
   * Takes a record in.
   * @param instant sample index of its trigger, with a fraction
   * @param end one behind the newest sample that has been looked at
   */
  add(instant: number, isFirst: boolean, end: number): void {
    const { reader, memory, kernels } = this.#tools
    const { first, step, points } = this.#grid
    const pairs = points * this.#channels
    const begin = Math.round(instant) + first
    reader.read(begin, step, points, this.#channels, memory.pairs + (isFirst ? 0 : pairs * 4), end)
    // Two columns of so many channels: to the kernel a record is one scan of the envelope.
    if (!isFirst) kernels.envelopeMerge(memory.pairs, pairs, 2, 2, memory.pairs)
  }

  /** Pairs of a channel, by its place in the scan, in codes. */
  values(place: number): Float32Array<ArrayBuffer> {
    const values = new Float32Array(2 * this.#grid.points)
    let at = this.#tools.memory.pairs / 2 + 2 * place
    for (let k = 0; k < values.length; k += 2, at += 2 * this.#channels) {
      const [low, high] = [this.#codes[at]!, this.#codes[at + 1]!]
      values[k] = low > high ? Number.NaN : low
      values[k + 1] = low > high ? Number.NaN : high
    }
    return values
  }
}
