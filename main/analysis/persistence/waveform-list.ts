// The waveforms of a block that wait to be drawn, as the kernels take them: where the columns of each begin. Those with fine columns
// begin at the instant of their trigger, between two samples; a kernel places as many of them at once as there are.
import { placeFormBytes } from '#main/kernels/index.ts'
import type { BlockIndex } from '../stream/block-index.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import { mostLines } from '../trigger/search/trigger-search.ts'
import { interpolateEdge, type TriggerEdge } from '../trigger/trigger-instant.ts'
import type { TriggerLog } from '../trigger/trigger-log.ts'
import { fineUnit, type MapLayout, neededScans, originOf, unwatchedLayout } from './map-layout.ts'
import { listedAtOnce } from './whole-waveforms.ts'

/** Share of each waveform looked at in the mean lag. */
const smoothing = 0.02

export interface ListMemory {
  /** u32 triples, with fine columns pairs: the waveforms. */
  readonly list: number
  /** Of the kernel: `placeFine`. */
  readonly form: number
  /** What it is given: f64 samples of triggers, and a u8 for the line of each. */
  readonly triggers: number
  readonly lines: number
}

export function claimList(layout: MemoryLayout): ListMemory {
  return {
    list: layout.take(listedAtOnce * 12),
    form: layout.take(placeFormBytes(mostLines)),
    triggers: layout.take(listedAtOnce * 8),
    lines: layout.take(listedAtOnce),
  }
}

/** Where waveforms are looked for. */
export interface ListedStream {
  readonly blocks: BlockIndex
  readonly triggers: TriggerLog
}

export class WaveformList {
  readonly #kernels: Pick<AnalysisKernels, 'placeFine'>
  readonly #memory: ListMemory
  readonly #words: Uint32Array
  readonly #codes: Int16Array
  readonly #form: Float64Array
  readonly #triggers: Float64Array
  readonly #lines: Uint8Array
  readonly #blocks: BlockIndex
  readonly #log: TriggerLog
  #layout: MapLayout = unwatchedLayout
  #channels = 1
  #edge: TriggerEdge | null = null
  #count = 0
  #meanLag = 0.5

  constructor(
    buffer: SharedArrayBuffer,
    kernels: Pick<AnalysisKernels, 'placeFine'>,
    memory: ListMemory,
    { blocks, triggers }: ListedStream,
  ) {
    this.#kernels = kernels
    this.#memory = memory
    this.#words = new Uint32Array(buffer)
    this.#codes = new Int16Array(buffer)
    this.#form = new Float64Array(buffer, memory.form, placeFormBytes(mostLines) / 8)
    this.#triggers = new Float64Array(buffer, memory.triggers, listedAtOnce)
    this.#lines = new Uint8Array(buffer, memory.lines, listedAtOnce)
    this.#blocks = blocks
    this.#log = triggers
  }

  /** Address of the waveforms. */
  get address(): number {
    return this.#memory.list
  }

  get count(): number {
    return this.#count
  }

  get isFull(): boolean {
    return this.#count === listedAtOnce
  }

  /** How far before its sample a trigger lay, in the mean, in scans. */
  get meanLag(): number {
    return this.#meanLag
  }

  configure(layout: MapLayout, channels: number, edge: TriggerEdge | null): void {
    this.#layout = layout
    this.#channels = channels
    this.#edge = edge
    const { from, until } = neededScans(layout)
    const { lines, behind } = edge ?? { lines: [], behind: 0 }
    const levels = lines.flatMap(({ channel, level }) => [channel, level])
    this.#form.set([channels, from, until, layout.first, behind, lines.length, ...levels])
    this.clear()
  }

  clear(): void {
    this.#count = 0
  }

  /**
   * Lists the waveform of a trigger, in memory whose first scan is `origin`.
   * @param position of a block that may hold the samples around the trigger
   */
  add(trigger: number, origin: number, position: number): void {
    const { isFine, first, columns } = this.#layout
    const at = this.#memory.list / 4
    if (isFine) {
      const units = Math.round((trigger - this.#lagOf(trigger, position) + first - origin) * fineUnit)
      const scan = Math.floor(units / fineUnit)
      const entry = at + 2 * this.#count++
      this.#words[entry] = scan
      this.#words[entry + 1] = units - scan * fineUnit
      return
    }
    // The first of a group stands for all of it.
    if (this.#count === 0) this.#meanLag += (this.#lagOf(trigger, position) - this.#meanLag) * smoothing
    const entry = at + 3 * this.#count++
    this.#words[entry] = originOf(this.#layout, trigger) - origin
    this.#words[entry + 1] = 0
    this.#words[entry + 2] = columns
  }

  /**
   * Lists waveforms with fine columns at once: of the triggers from index `next` on, as long as all samples of each, and those around
   * its instant, lie in the block at `position` from `since` up to `end`. Returns how many.
   */
  addFine(next: number, position: number, since: number, end: number): number {
    const blocks = this.#blocks
    const begin = blocks.firstSample(position)
    const scans = Math.min(end, blocks.endSample(position)) - begin
    if (begin < since || scans <= 0) return 0
    const { list, form, triggers, lines } = this.#memory
    const count = this.#log.copyFrom(next, listedAtOnce - this.#count, this.#triggers, this.#lines)
    const to = list + 8 * this.#count
    const src = blocks.address(position)
    const listed = this.#kernels.placeFine(form, src, begin, scans, triggers, lines, count, to)
    this.#count += listed
    return listed
  }

  /** From the first to the last of those with fine columns, scans. */
  get fineSpan(): number {
    const first = this.#memory.list / 4
    return this.#words[first + 2 * (this.#count - 1)]! - this.#words[first]!
  }

  /** Scans from the instant of a trigger to its sample: 0 when it is not between two samples. */
  #lagOf(trigger: number, position: number): number {
    if (this.#edge === null) return 0
    const line = this.#edge.lines.length === 1 ? 0 : this.#log.lineAt(trigger)
    return interpolateEdge(this.#codes, this.#blocks, this.#channels, this.#edge, trigger, line, position)
  }
}
