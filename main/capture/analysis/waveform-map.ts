// Digital phosphor: every complete waveform is added to a map of how often each cell of the screen was hit, as soon as
// its last sample has been looked at. A waveform is a trigger with its window, samples before the trigger included; one
// with samples missing is left out.
import { mapRows, storeRowScale, wholeRange } from '#main/kernels/index.ts'
import type { BlockIndex } from './block-index.ts'
import type { AnalysisKernels } from './kernels-used.ts'
import { type MemoryPlan, mapListSegments, maxMapColumns } from './memory-plan.ts'
import type { TriggerLog } from './trigger-log.ts'

const columnBytes = mapRows * 2
/** Waveforms the kernel is fast with, while they are in the second-level cache. */
const group = 64
/** Counts are halved this often, so that what no longer happens fades; and before they are full. ms. */
const halfLifeMs = 300
const nearlyFull = 32768

/** Where a waveform's columns lie, in scans from its trigger. */
export interface WaveformLayout {
  readonly first: number
  readonly columns: number
  /** Scans from column to column; one sample of each is drawn. */
  readonly step: number
}

export class WaveformMap {
  readonly #kernels: AnalysisKernels
  readonly #plan: MemoryPlan
  readonly #words: Uint32Array
  readonly #counts: Uint16Array
  readonly #grades: Uint8Array
  readonly #blocks: BlockIndex
  readonly #log: TriggerLog
  #layout: WaveformLayout = { first: -500, columns: 1000, step: 1 }
  #channels = 1
  /** Places in the scan of the channels that are drawn. */
  #drawn: readonly number[] = []
  /** Index in the log of the first trigger not drawn yet. */
  #next = 0
  #waveforms = 0
  /** Block of the segments that wait in the list. */
  #position = -1
  #listed = 0
  #halvedMs = 0

  constructor(
    buffer: SharedArrayBuffer,
    kernels: AnalysisKernels,
    plan: MemoryPlan,
    blocks: BlockIndex,
    log: TriggerLog,
  ) {
    this.#kernels = kernels
    this.#plan = plan
    this.#words = new Uint32Array(buffer)
    this.#counts = new Uint16Array(buffer)
    this.#grades = new Uint8Array(buffer, plan.mapGrades, maxMapColumns * mapRows)
    this.#blocks = blocks
    this.#log = log
    storeRowScale(buffer, plan.mapScale, wholeRange)
  }

  /** Complete waveforms since the thread began. */
  get waveforms(): number {
    return this.#waveforms
  }

  get layout(): WaveformLayout {
    return this.#layout
  }

  /** Begins an empty map of these channels (places in the scan). */
  configure(layout: WaveformLayout, channels: number, drawn: readonly number[]): void {
    this.#layout = { ...layout, columns: Math.min(maxMapColumns, layout.columns) }
    this.#channels = channels
    this.#drawn = drawn
    this.clear()
  }

  /** Begins anew with an empty map. */
  clear(): void {
    const from = this.#plan.maps / 2
    this.#counts.fill(0, from, from + this.#drawn.length * maxMapColumns * mapRows)
    this.restart()
  }

  /** Waveforms under way are given up: the samples behind them will not be looked at. */
  restart(): void {
    this.#next = this.#log.count
    this.#listed = 0
  }

  /** Samples before `end` have been looked at: draws whole groups of what is complete, or with `all` all of it. */
  reach(end: number, all: boolean): void {
    const { first, columns, step } = this.#layout
    const span = (columns - 1) * step + 1
    this.#next = Math.max(this.#next, this.#log.oldest)
    for (; this.#next < this.#log.count; this.#next++) {
      const start = this.#log.at(this.#next) + first
      if (start + span > end) break
      this.#add(start, span)
    }
    if (all || this.#listed >= group) this.#draw()
  }

  #add(start: number, span: number): void {
    if (!this.#holds(this.#position, start, span)) {
      this.#draw()
      this.#position = this.#blocks.find(start)
      if (!this.#holds(this.#position, start, span)) {
        this.#addCut(start, span)
        return
      }
    }
    this.#list(start - this.#blocks.firstSample(this.#position), 0, this.#layout.columns)
    this.#waveforms++
    if (this.#listed === mapListSegments) this.#draw()
  }

  #holds(position: number, start: number, span: number): boolean {
    if (position < this.#blocks.begin || position >= this.#blocks.end) return false
    return this.#blocks.firstSample(position) <= start && start + span <= this.#blocks.endSample(position)
  }

  /** A waveform over several blocks, if no sample of it is missing. */
  #addCut(start: number, span: number): void {
    const { step } = this.#layout
    let present = 0
    this.#blocks.forEachRun(start, start + span, 1, (_address, _sample, scans) => {
      present += scans
    })
    if (present < span) return
    for (let position = this.#blocks.find(start); position < this.#blocks.end; position++) {
      const begin = this.#blocks.firstSample(position)
      if (begin >= start + span) break
      const column = Math.max(0, Math.ceil((begin - start) / step))
      const until = Math.ceil((Math.min(start + span, this.#blocks.endSample(position)) - start) / step)
      if (until <= column) continue
      this.#position = position
      this.#list(start + column * step - begin, column, until - column)
      this.#draw()
    }
    this.#waveforms++
  }

  #list(scan: number, column: number, columns: number): void {
    const at = this.#plan.mapList / 4 + this.#listed++ * 4
    this.#words[at] = scan
    this.#words[at + 1] = column
    this.#words[at + 2] = columns
    this.#words[at + 3] = 0
  }

  #draw(): void {
    if (this.#listed === 0) return
    this.#drawn.forEach((channel, k) => {
      this.#kernels.persistence(
        this.#plan.maps + k * maxMapColumns * columnBytes,
        this.#blocks.address(this.#position),
        this.#channels,
        channel,
        this.#plan.mapList,
        this.#listed,
        this.#layout.step,
        1,
        this.#plan.mapScale,
        this.#plan.mapScratch,
      )
    })
    this.#listed = 0
  }

  /**
   * The map of a channel (place in the scan) as brightness 1..255, 0 where nothing was hit, column by column from the
   * most negative row up; null when the channel is not drawn.
   */
  graded(channel: number): Uint8Array<ArrayBuffer> | null {
    const k = this.#drawn.indexOf(channel)
    if (k < 0) return null
    const cells = this.#layout.columns * mapRows
    const map = this.#plan.maps + k * maxMapColumns * columnBytes
    this.#kernels.mapGrade(map, cells, this.#kernels.mapPeak(map, cells), this.#plan.mapGrades)
    return this.#grades.slice(0, cells)
  }

  /** Lets the map fade: called with every frame. */
  fade(nowMs: number): void {
    if (this.#drawn.length === 0) return
    const { maps } = this.#plan
    const cells = this.#drawn.length * maxMapColumns * mapRows
    if (nowMs - this.#halvedMs < halfLifeMs && this.#kernels.mapPeak(maps, cells) < nearlyFull) return
    this.#halvedMs = nowMs
    this.#kernels.mapFade(maps, cells, 1, 1)
  }
}
