// Digital phosphor: how often each cell of the screen was hit, by every waveform there was. This is what the rest of the
// analysis knows of it: what is drawn, that samples came, and the maps as they travel in a frame.
import { codeAtRow, mapRows } from '#main/kernels/index.ts'
import { encodePhosphor } from '#shared/frame/phosphor.ts'
import type { Figures } from '../stream/figures.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { maxMapColumns } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import type { PassPart } from '../stream/pass-part.ts'
import type { Tile } from '../stream/tile.ts'
import type { TriggerEdge } from '../trigger/trigger-instant.ts'
import { DrawingLanes, type WaitForLane } from './drawing-lanes.ts'
import { claimLane, type LaneMemory } from './lane-tasks.ts'
import { countedShare, type MapLayout, sameLayout } from './map-layout.ts'
import { claimPainter, type MapContent, MapPainter, mostUnit } from './map-painter.ts'
import { type CollectorMemory, claimCollector, WaveformCollector, type WaveformStream } from './waveform-collector.ts'

/** Every so many ms a thirty-second of every count is taken off: what no longer happens is half gone after half a second. */
const fadeMs = 22
const fadeShift = 5
const halfGoneSeconds = 0.5
/** At most this many missed fade steps are applied at once (after a hidden page). */
const mostFadeSteps = 32
/** All counts are halved before the largest saturates. Counts of 1 are kept, so that rare events stay visible. */
const nearlyFull = 49_152
/** Below this, a hit may count more: the lines between samples then get their share of it in finer steps. */
const nearlyEmpty = 4096

/** A byte for every cell of a map. */
const gradesBytes = maxMapColumns * mapRows

export interface PhosphorMemory {
  /** Bytes of brightness, a map's cells. */
  readonly grades: number
  /** Maps, and what drawing them needs. */
  readonly painter: number
  /** Threads that help with drawing. */
  readonly lanes: readonly LaneMemory[]
  readonly collector: CollectorMemory
}

export function claimPhosphor(layout: MemoryLayout): PhosphorMemory {
  return {
    grades: layout.take(gradesBytes),
    painter: claimPainter(layout),
    lanes: Array.from({ length: layout.sizes.lanes }, () => claimLane(layout)),
    collector: claimCollector(layout),
  }
}

export class Phosphor implements PassPart {
  readonly leftOut = 'first'
  readonly #kernels: AnalysisKernels
  readonly #memory: PhosphorMemory
  readonly #bytes: Uint8Array
  readonly #words: Uint32Array
  readonly #painter: MapPainter
  readonly #lanes: DrawingLanes
  readonly #collector: WaveformCollector
  readonly #figures: Figures
  #epoch = -1
  #fadedMs = Number.NaN
  #fadeStep = 0
  #isResting = false

  constructor(
    buffer: SharedArrayBuffer,
    kernels: AnalysisKernels,
    memory: PhosphorMemory,
    stream: WaveformStream,
    figures: Figures,
    wait?: WaitForLane,
  ) {
    this.#kernels = kernels
    this.#memory = memory
    this.#figures = figures
    this.#bytes = new Uint8Array(buffer, memory.grades, gradesBytes)
    this.#words = new Uint32Array(buffer, memory.grades, gradesBytes / 4)
    this.#painter = new MapPainter(buffer, kernels, memory.painter)
    this.#lanes = new DrawingLanes(buffer, kernels, memory.lanes, this.#painter, wait)
    this.#collector = new WaveformCollector(buffer, kernels, memory.collector, stream, this.#painter, this.#lanes)
  }

  /** Another stream begins: empty maps. */
  begin({ epoch }: AnalysedFormat): void {
    this.#epoch = epoch
    this.#lanes.epoch = epoch
    this.#collector.since = 0
    this.clear()
  }

  /** Waveforms that reach over the interruption are left out. */
  restart(): void {
    this.#collector.restart()
  }

  /** Draws what is complete, some at a time: the trigger has seen the tile before. */
  take({ sample, scans }: Tile): void {
    if (!this.#isResting) this.#collector.reach(sample + scans, false)
  }

  finish(end: number): void {
    if (!this.#isResting) this.#collector.reach(end, true)
  }

  /** Nothing is drawn, as nobody looks. */
  get isResting(): boolean {
    return this.#isResting
  }

  /** Draws nothing from now on, until {@link wake}. */
  rest(): void {
    this.#isResting = true
  }

  /**
   * Draws again, in maps that show what they would if nothing had rested: the waveforms of the last moments before `end`, as far as
   * samples from `oldest` on are in memory. Whether those were given back meanwhile, {@link takeOldestRead} tells.
   */
  wake(end: number, oldest: number, rate: number): void {
    this.#isResting = false
    this.#fadedMs = Number.NaN
    this.#lanes.clear()
    this.#collector.goBack(end, oldest, end - rate * halfGoneSeconds)
    this.#collector.reach(end, true)
  }

  /** A waveform may reach back into blocks that were given back meanwhile. */
  takeOldestRead(): number {
    return this.#collector.takeOldestRead()
  }

  /** Nobody knows which counts are from samples that were not whole: all maps begin again. */
  retract(): void {
    this.clear()
  }

  passed(): void {
    this.#figures.set('waveforms', this.#collector.waveforms)
  }

  seam(sample: number): void {
    this.#collector.since = sample
    this.clear()
  }

  /**
   * What is drawn from now on; the maps begin empty unless they show the same.
   * @param mostPerSecond waveforms there can be
   */
  configure(content: MapContent, edge: TriggerEdge | null, mostPerSecond: number): void {
    if (!sameContent(content, this.#painter.content)) {
      this.#lanes.configure(content, this.#epoch)
      this.#lanes.unit = unitFor(mostPerSecond)
    }
    this.#collector.configure(content, edge)
  }

  /** Whether the maps are on these axes: those of a window and its channels' ranges. */
  shows(layout: MapLayout, drawn: MapContent['drawn']): boolean {
    const { content } = this.#painter
    return sameContent({ ...content, layout, drawn }, content)
  }

  /** Empty maps, and waveforms under way are given up. */
  clear(): void {
    this.#lanes.clear()
    this.#collector.restart()
  }

  /** Everything found so far is in the maps when this returns: before {@link section} and {@link fade}. */
  gather(): void {
    this.#lanes.gather()
  }

  /** Lets the maps fade by the time since the last call. */
  fade(nowMs: number): void {
    const steps = Number.isNaN(this.#fadedMs) ? 0 : Math.floor((nowMs - this.#fadedMs) / fadeMs)
    if (steps > 0 || Number.isNaN(this.#fadedMs)) this.#fadedMs = nowMs
    for (let k = Math.min(steps, mostFadeSteps); k > 0; k--) {
      // Each remainder of the division has its turn, so that small counts fade at the same pace as large ones.
      this.#painter.fade(fadeShift, (this.#fadeStep * 11) % (1 << fadeShift))
      this.#fadeStep++
    }
    this.#regulate()
  }

  /** Keeps the largest count in range, and what a hit counts as large as that allows. After {@link gather}. */
  #regulate(): void {
    const painter = this.#painter
    const { unit } = painter
    const peak = Math.max(0, ...painter.content.drawn.map((_, k) => painter.peak(k)))
    if (peak >= nearlyFull) {
      painter.fade(1, 0)
      if (unit > 0) this.#lanes.unit = unit - 1
    } else if (peak > 0 && peak < nearlyEmpty && unit < mostUnit) {
      painter.double()
      this.#lanes.unit = unit + 1
    }
  }

  /** The section of a channel (place in the scan) in a frame; null when the channel is not drawn. */
  section(place: number): Uint8Array<ArrayBuffer> | null {
    const { layout, drawn, clusters } = this.#painter.content
    const k = drawn.findIndex((one) => one.place === place)
    if (k < 0) return null
    const scale = this.#painter.scale(k)
    // All of the channel lies off the screen.
    if (scale.gain === 0) return null
    const map = this.#painter.map(k)
    const { cells } = this.#painter
    this.#kernels.mapGrade(map, cells, Math.max(1, this.#painter.peak(k)), this.#memory.grades)
    const isWhole = drawn[k]!.range === null
    const lowCode = codeAtRow(scale, 0)
    const { spans, grades } = this.#spansOf(layout.columns, isWhole ? 0 : 1, isWhole ? mapRows : mapRows - 1)
    return encodePhosphor({
      // A column stands for its samples: from half a sample before the first one on. A fine one for its middle.
      first: layout.isFine ? layout.first - layout.step / 2 : layout.first - 0.5 + this.#collector.meanLag,
      step: layout.step,
      lowCode,
      codesPerRow: (codeAtRow(scale, mapRows) - lowCode) / mapRows,
      columns: layout.columns,
      rows: mapRows,
      countedShare: countedShare(layout, clusters),
      spans,
      grades,
    })
  }

  /** Of each column the rows from the lowest to the highest that is not dark, within `low` up to `high`. */
  #spansOf(columns: number, low: number, high: number): { spans: Uint16Array; grades: Uint8Array } {
    const spans = new Uint16Array(2 * columns)
    const grades = new Uint8Array(columns * mapRows)
    const wordsPerColumn = mapRows / 4
    let used = 0
    for (let column = 0; column < columns; column++) {
      const words = column * wordsPerColumn
      let first = 0
      while (first < wordsPerColumn && this.#words[words + first] === 0) first++
      if (first === wordsPerColumn) continue
      let last = wordsPerColumn - 1
      while (this.#words[words + last] === 0) last--
      const bytes = column * mapRows
      let from = Math.max(low, 4 * first)
      let until = Math.min(high, 4 * last + 4)
      while (from < until && this.#bytes[bytes + from] === 0) from++
      while (until > from && this.#bytes[bytes + until - 1] === 0) until--
      if (until === from) continue
      spans[2 * column] = from
      spans[2 * column + 1] = until - from
      grades.set(this.#bytes.subarray(bytes + from, bytes + until), used)
      used += until - from
    }
    return { spans, grades: grades.subarray(0, used) }
  }
}

/** What a hit may count when there are so many waveforms a second: some tenths of a second of them fit a count. */
function unitFor(mostPerSecond: number): number {
  return Math.max(0, Math.min(mostUnit, Math.floor(Math.log2(nearlyFull / Math.max(1, mostPerSecond / 2)))))
}

function sameContent(a: MapContent, b: MapContent): boolean {
  return (
    sameLayout(a.layout, b.layout) &&
    a.channels === b.channels &&
    a.clusters === b.clusters &&
    a.wholePerScan === b.wholePerScan &&
    a.drawn.length === b.drawn.length &&
    a.drawn.every(({ place, range }, k) => {
      const other = b.drawn[k]!
      return place === other.place && range?.low === other.range?.low && range?.high === other.range?.high
    })
  )
}
