// Finds the waveforms of a stream: every trigger whose window is complete, as soon as its last sample has been looked at,
// samples before the trigger included. One with samples missing is left out. Whole ones of a block are drawn some at a
// time while they are in the cache; those cut by the end of a block are put together, or drawn part by part.

import type { ColumnReader } from '../envelope/column-reader.ts'
import type { BlockIndex } from '../stream/block-index.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { maxChannels } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import type { TriggerEdge } from '../trigger/trigger-instant.ts'
import type { TriggerLog } from '../trigger/trigger-log.ts'
import { clusterSamples, type MapLayout, neededScans, originOf, unwatchedLayout } from './map-layout.ts'
import type { MapContent, MapPainter, WaveformSink } from './map-painter.ts'
import { claimList, type ListMemory, WaveformList } from './waveform-list.ts'
import { listedAtOnce, nextRandom } from './whole-waveforms.ts'

/**
 * Waveforms the kernels are fast with, and such with fine columns; and scans of them: what is long comes from further away, but
 * few are slow.
 */
const group = { waveforms: 64, fine: listedAtOnce, scans: 524_288 } as const
/** So few waveforms are counted whole in any case. */
const alwaysWhole = 6
/** A waveform of up to so many scans that is cut by the end of a block is put together before it is drawn. */
const cutScans = 32_768
/** Scans of waveforms that are drawn once more at once: what a viewer waits for is a frame. */
const shownAgainScans = 4 << 20
/** Where waveforms are found, and in which memory. */
export interface WaveformStream {
  readonly blocks: BlockIndex
  readonly triggers: TriggerLog
  /** Envelopes of any stretch. */
  readonly reader: ColumnReader
}

export interface CollectorMemory {
  /** Waveforms to draw, and a u32 triple: a part of one. */
  readonly list: ListMemory
  readonly part: number
  /** {@link cutScans} scans, put together. */
  readonly cut: number
}

export function claimCollector(layout: MemoryLayout): CollectorMemory {
  return { list: claimList(layout), part: layout.take(12), cut: layout.take(cutScans * maxChannels * 2) }
}

export class WaveformCollector {
  readonly #kernels: AnalysisKernels
  readonly #memory: CollectorMemory
  readonly #words: Uint32Array
  readonly #list: WaveformList
  readonly #blocks: BlockIndex
  readonly #log: TriggerLog
  readonly #reader: ColumnReader
  readonly #sink: WaveformSink
  /** Draws what is cut: its memory is used again at once. */
  readonly #painter: MapPainter
  #layout: MapLayout = unwatchedLayout
  #needed = neededScans(unwatchedLayout)
  #channels = 1
  #clusters = 0
  #wholePerScan = 0
  #groupSize: number = group.waveforms
  /** Index in the log of the first trigger that was not complete yet. */
  #next = 0
  /** A waveform that reaches back before this sample is partly of another signal, and left out. */
  since = 0
  #waveforms = 0
  #oldestRead = Number.POSITIVE_INFINITY
  /** Block of the waveforms that are listed. */
  #position = -1
  #random = 1

  constructor(
    buffer: SharedArrayBuffer,
    kernels: AnalysisKernels,
    memory: CollectorMemory,
    stream: WaveformStream,
    painter: MapPainter,
    sink: WaveformSink,
  ) {
    this.#kernels = kernels
    this.#memory = memory
    this.#words = new Uint32Array(buffer)
    this.#list = new WaveformList(buffer, kernels, memory.list, stream)
    this.#blocks = stream.blocks
    this.#log = stream.triggers
    this.#reader = stream.reader
    this.#painter = painter
    this.#sink = sink
  }

  /** Complete waveforms since the thread began. */
  get waveforms(): number {
    return this.#waveforms
  }

  /** The oldest sample that was read since this was last asked, Infinity when none was. */
  takeOldestRead(): number {
    const oldest = this.#oldestRead
    this.#oldestRead = Number.POSITIVE_INFINITY
    return oldest
  }

  /** How far before its sample a trigger lay, in the mean, in scans. */
  get meanLag(): number {
    return this.#list.meanLag
  }

  configure({ layout, channels, clusters, wholePerScan }: MapContent, edge: TriggerEdge | null): void {
    this.#layout = layout
    this.#needed = neededScans(layout)
    this.#channels = channels
    this.#clusters = clusters
    this.#wholePerScan = wholePerScan
    this.#list.configure(layout, channels, edge)
    const span = this.#needed.until - this.#needed.from
    const most = layout.isFine ? group.fine : group.waveforms
    this.#groupSize = Math.max(1, Math.min(most, Math.floor(group.scans / span)))
    this.restart()
  }

  /** Waveforms under way are given up: the samples behind them will not be looked at. */
  restart(): void {
    this.#next = this.#log.count
    this.#list.clear()
    this.#position = -1
  }

  /**
   * Goes back to the newest waveforms before `end`, to be drawn once more: those of triggers from `recent` on, at least one, and no more
   * than are drawn in a moment. None that needs a sample before `oldest`.
   */
  goBack(end: number, oldest: number, recent: number): void {
    this.restart()
    const { from, until } = this.#needed
    const most = Math.max(1, Math.floor(shownAgainScans / (until - from)))
    for (let complete = 0; this.#next > this.#log.oldest && complete < most; this.#next--) {
      const trigger = this.#log.at(this.#next - 1)
      if (trigger + from < oldest || (complete > 0 && trigger < recent)) break
      if (trigger + until <= end) complete++
    }
  }

  /** Samples before `end` have been looked at: draws whole groups of what is complete, or with `all` all of it. */
  reach(end: number, all: boolean): void {
    this.#next = Math.max(this.#next, this.#log.oldest)
    while (this.#next < this.#log.count) {
      if (this.#layout.isFine) this.#addFine(end)
      if (this.#next === this.#log.count) break
      const trigger = this.#log.at(this.#next)
      if (trigger + this.#needed.until > end) break
      this.#add(trigger)
      this.#next++
    }
    if (all || this.#list.count >= this.#groupSize) this.#draw()
  }

  /** Takes those at once that the block at hand holds. */
  #addFine(end: number): void {
    if (this.#position < this.#blocks.begin) return
    const added = this.#list.addFine(this.#next, this.#position, this.since, end)
    this.#next += added
    this.#waveforms += added
    if (this.#list.isFull) this.#draw()
  }

  #add(trigger: number): void {
    const from = trigger + this.#needed.from
    const until = trigger + this.#needed.until
    if (from < this.since) return
    if (!this.#blocks.holds(this.#position, from, until)) {
      this.#draw()
      this.#position = this.#blocks.find(from)
      if (!this.#blocks.holds(this.#position, from, until)) {
        this.#addCut(trigger, from, until)
        return
      }
    }
    this.#list.add(trigger, this.#blocks.firstSample(this.#position), this.#position)
    this.#waveforms++
    if (this.#list.isFull) this.#draw()
  }

  #draw(): void {
    if (this.#list.count === 0) return
    const firstSample = this.#blocks.firstSample(this.#position)
    this.#oldestRead = Math.min(this.#oldestRead, firstSample)
    this.#drawAt(this.#sink, this.#blocks.address(this.#position), firstSample)
  }

  #drawAt(sink: WaveformSink, src: number, firstSample: number): void {
    const { address, count } = this.#list
    if (this.#layout.isFine) sink.addFine(src, firstSample, address, count, this.#wholeOf(count))
    else sink.addWhole(src, firstSample, address, count)
    this.#list.clear()
  }

  /** How many of the waveforms in the list there is time to count whole: as many as came at so slow a pace. */
  #wholeOf(count: number): number {
    if (count <= alwaysWhole) return count
    const scans = (this.#list.fineSpan * count) / (count - 1)
    return Math.min(count, Math.floor(scans * this.#wholePerScan + this.#chance()))
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
    this.#oldestRead = Math.min(this.#oldestRead, from)
    if (until - from <= cutScans) {
      this.#blocks.forEachRun(from, until, bytesPerScan, (address, sample, scans) => {
        this.#kernels.copy(this.#memory.cut + (sample - from) * bytesPerScan, address, scans * bytesPerScan)
      })
      this.#list.add(trigger, from, this.#position)
      this.#drawAt(this.#painter, this.#memory.cut, from)
    } else this.#addLong(originOf(this.#layout, trigger))
  }

  /** A long waveform, block by block: the samples of whole columns at once, those of cut ones in two parts. */
  #addLong(from: number): void {
    const { step, columns } = this.#layout
    this.#reader.read(from, step, columns, this.#channels, this.#painter.envelope)
    this.#painter.crossEnvelope(0, columns)
    this.#blocks.forEachRun(from, from + columns * step, this.#channels * 2, (address, sample, scans) => {
      const begin = sample - from
      // The line from the last sample of a run leads elsewhere.
      const end = begin + scans - 1
      const firstWhole = Math.ceil(begin / step)
      const lastWhole = Math.floor(end / step)
      if (firstWhole > lastWhole) {
        this.#addPart(address, begin, begin, end)
        return
      }
      this.#addPart(address, begin, begin, firstWhole * step)
      if (lastWhole > firstWhole)
        this.#addColumns(address, firstWhole * step - begin, firstWhole, lastWhole - firstWhole, step, this.#clusters)
      this.#addPart(address, begin, lastWhole * step, end)
    })
  }

  /** Of one column, what lies from `from` up to `until` of the waveform, in a run at `address` that begins at `begin`. */
  #addPart(address: number, begin: number, from: number, until: number): void {
    const { step } = this.#layout
    const scans = until - from
    if (scans < clusterSamples) return
    // As many clusters as fall to this part, in the mean: each sample has the chance that those of whole columns have.
    const wanted = Math.floor((this.#clusters * scans) / step + this.#chance())
    const clusters = Math.min(wanted, Math.ceil(scans / clusterSamples))
    if (clusters > 0) this.#addColumns(address, from - begin, Math.floor(from / step), 1, scans, clusters)
  }

  #addColumns(address: number, scan: number, column: number, columns: number, step: number, clusters: number): void {
    const entry = this.#memory.part / 4
    this.#words[entry] = scan
    this.#words[entry + 1] = column
    this.#words[entry + 2] = columns
    this.#painter.addSegments(address, this.#memory.part, 1, step, clusters)
  }

  /** A random number from 0 up to 1. */
  #chance(): number {
    this.#random = nextRandom(this.#random)
    return this.#random / 2 ** 32
  }
}
