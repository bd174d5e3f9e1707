// Finds the waveforms of a stream: every trigger whose window is complete, as soon as its last sample has been looked at,
// samples before the trigger included. One with samples missing is left out. Whole ones of a block are drawn some at a
// time while they are in the cache; those cut by the end of a block are put together, or drawn part by part.
import type { BlockIndex } from '../block-index.ts'
import type { AnalysisKernels } from '../kernels-used.ts'
import { cutScans, type MemoryPlan, mapListSegments } from '../memory-plan.ts'
import type { TriggerLog } from '../trigger-log.ts'
import { fineUnit, type MapLayout, neededScans, samplesPerColumn, unwatchedLayout } from './map-layout.ts'
import type { MapPainter, WaveformSink } from './map-painter.ts'

/** Waveforms the kernels are fast with, and scans of them that stay in the second-level cache. */
const group = { waveforms: 64, scans: 131_072 }
/** Share of each waveform looked at in the mean lag. */
const smoothing = 0.02

/** Where the trigger instant lies between two samples: place of the channel in the scan, and the level. */
export interface TriggerEdge {
  readonly channel: number
  readonly level: number
}

export class WaveformCollector {
  readonly #kernels: AnalysisKernels
  readonly #plan: MemoryPlan
  readonly #words: Uint32Array
  readonly #codes: Int16Array
  readonly #blocks: BlockIndex
  readonly #log: TriggerLog
  readonly #sink: WaveformSink
  /** Draws what is cut: its memory is used again at once. */
  readonly #painter: MapPainter
  #layout: MapLayout = unwatchedLayout
  #needed = neededScans(unwatchedLayout)
  #channels = 1
  #edge: TriggerEdge | null = null
  #groupSize = group.waveforms
  /** Index in the log of the first trigger that was not complete yet. */
  #next = 0
  #waveforms = 0
  /** Block of the waveforms that wait in the list. */
  #position = -1
  #listed = 0
  #meanLag = 0.5
  #random = 1

  constructor(
    buffer: SharedArrayBuffer,
    kernels: AnalysisKernels,
    plan: MemoryPlan,
    stream: { readonly blocks: BlockIndex; readonly triggers: TriggerLog },
    painter: MapPainter,
    sink: WaveformSink = painter,
  ) {
    this.#kernels = kernels
    this.#plan = plan
    this.#words = new Uint32Array(buffer)
    this.#codes = new Int16Array(buffer)
    this.#blocks = stream.blocks
    this.#log = stream.triggers
    this.#painter = painter
    this.#sink = sink
  }

  /** Complete waveforms since the thread began. */
  get waveforms(): number {
    return this.#waveforms
  }

  /** How far before its sample a trigger lay, in the mean, in scans. */
  get meanLag(): number {
    return this.#meanLag
  }

  configure(layout: MapLayout, channels: number, edge: TriggerEdge | null): void {
    this.#layout = layout
    this.#needed = neededScans(layout)
    this.#channels = channels
    this.#edge = edge
    const span = this.#needed.until - this.#needed.from
    this.#groupSize = Math.max(1, Math.min(group.waveforms, Math.floor(group.scans / span)))
    this.restart()
  }

  /** Waveforms under way are given up: the samples behind them will not be looked at. */
  restart(): void {
    this.#next = this.#log.count
    this.#listed = 0
    this.#position = -1
  }

  /** Samples before `end` have been looked at: draws whole groups of what is complete, or with `all` all of it. */
  reach(end: number, all: boolean): void {
    this.#next = Math.max(this.#next, this.#log.oldest)
    for (; this.#next < this.#log.count; this.#next++) {
      const trigger = this.#log.at(this.#next)
      if (trigger + this.#needed.until > end) break
      this.#add(trigger)
    }
    if (all || this.#listed >= this.#groupSize) this.#draw()
  }

  #add(trigger: number): void {
    const from = trigger + this.#needed.from
    const until = trigger + this.#needed.until
    if (!this.#holds(this.#position, from, until)) {
      this.#draw()
      this.#position = this.#blocks.find(from)
      if (!this.#holds(this.#position, from, until)) {
        this.#addCut(trigger, from, until)
        return
      }
    }
    this.#list(trigger, this.#blocks.firstSample(this.#position))
    this.#waveforms++
    if (this.#listed === mapListSegments) this.#draw()
  }

  #holds(position: number, from: number, until: number): boolean {
    if (position < this.#blocks.begin || position >= this.#blocks.end) return false
    return this.#blocks.firstSample(position) <= from && until <= this.#blocks.endSample(position)
  }

  /** Notes a waveform of the memory whose first scan is `origin`. */
  #list(trigger: number, origin: number): void {
    const { isFine, first, columns } = this.#layout
    const at = this.#plan.mapList / 4
    if (isFine) {
      const begin = trigger - this.#lagOf(trigger) + first - origin
      const units = Math.round(begin * fineUnit)
      const scan = Math.floor(units / fineUnit)
      const entry = at + 2 * this.#listed++
      this.#words[entry] = scan
      this.#words[entry + 1] = units - scan * fineUnit
      return
    }
    // The first of a group stands for all of it.
    if (this.#listed === 0) this.#meanLag += (this.#lagOf(trigger) - this.#meanLag) * smoothing
    const entry = at + 4 * this.#listed++
    this.#words[entry] = trigger + first - origin
    this.#words[entry + 1] = 0
    this.#words[entry + 2] = columns
    this.#words[entry + 3] = this.#firstSample()
  }

  /** Which samples of its columns a waveform is counted by: other ones each time. */
  #firstSample(): number {
    const choices = this.#layout.step - samplesPerColumn(this.#layout) + 1
    if (choices <= 1) return 0
    this.#random = (Math.imul(this.#random, 1664525) + 1013904223) >>> 0
    return Math.floor((this.#random / 2 ** 32) * choices)
  }

  #draw(): void {
    if (this.#listed === 0) return
    const count = this.#listed
    this.#listed = 0
    this.#drawAt(this.#sink, this.#blocks.address(this.#position), count)
  }

  #drawAt(sink: WaveformSink, src: number, count: number): void {
    if (this.#layout.isFine) sink.addFine(src, this.#plan.mapList, count)
    else sink.addWhole(src, this.#plan.mapList, count, samplesPerColumn(this.#layout))
  }

  /** A waveform over several blocks, if no sample of it is missing. */
  #addCut(trigger: number, from: number, until: number): void {
    const bytesPerScan = this.#channels * 2
    let present = 0
    this.#blocks.forEachRun(from, until, bytesPerScan, (_address, _sample, scans) => {
      present += scans
    })
    this.#position = -1
    if (present < until - from) return
    this.#waveforms++
    if (until - from <= cutScans) {
      this.#blocks.forEachRun(from, until, bytesPerScan, (address, sample, scans) => {
        this.#kernels.copy(this.#plan.cut + (sample - from) * bytesPerScan, address, scans * bytesPerScan)
      })
      this.#list(trigger, from)
      this.#listed = 0
      this.#drawAt(this.#painter, this.#plan.cut, 1)
    } else this.#addParts(from)
  }

  /** A long waveform, block by block: whole columns at once, the two parts of a cut column one by one. */
  #addParts(from: number): void {
    const { step, columns } = this.#layout
    const samples = samplesPerColumn(this.#layout)
    const firstSample = this.#firstSample()
    const bytesPerScan = this.#channels * 2
    this.#blocks.forEachRun(from, from + columns * step, bytesPerScan, (address, sample, scans) => {
      const begin = sample - from
      const end = begin + scans
      const firstWhole = Math.ceil(begin / step)
      const lastWhole = Math.floor(end / step)
      if (lastWhole > firstWhole) {
        const entry = this.#plan.mapList / 4
        this.#words.set([firstWhole * step - begin, firstWhole, lastWhole - firstWhole, firstSample], entry)
        this.#painter.addWhole(address, this.#plan.mapList, 1, samples)
      }
      const part = (column: number, partBegin: number, partEnd: number): void => {
        if (partEnd <= partBegin) return
        const countFrom = Math.max(partBegin, column * step + firstSample)
        const countUntil = Math.min(partEnd, column * step + firstSample + samples)
        const counted = Math.max(0, countUntil - countFrom)
        this.#painter.addPart(
          address,
          partBegin - begin,
          partEnd - partBegin,
          column,
          counted > 0 ? countFrom - partBegin : 0,
          counted,
        )
      }
      if (firstWhole > lastWhole) part(lastWhole, begin, end)
      else {
        part(firstWhole - 1, begin, firstWhole * step)
        part(lastWhole, lastWhole * step, end)
      }
    })
  }

  /** Scans from the instant of a trigger, on the line between two samples, to its sample: 0 when there is no such line. */
  #lagOf(trigger: number): number {
    const edge = this.#edge
    if (edge === null) return 0
    const before = this.#code(trigger - 1, edge.channel)
    const after = this.#code(trigger, edge.channel)
    if (before === null || after === null || before === after) return 0
    const lag = (after - edge.level) / (after - before)
    return lag >= 0 && lag <= 1 ? lag : 0
  }

  #code(sample: number, channel: number): number | null {
    const blocks = this.#blocks
    const position = this.#holds(this.#position, sample, sample + 1) ? this.#position : blocks.find(sample)
    if (!this.#holds(position, sample, sample + 1)) return null
    const scan = sample - blocks.firstSample(position)
    return this.#codes[blocks.address(position) / 2 + scan * this.#channels + channel]!
  }
}
