// Makes the frame of a window: samples when they are few, else min and max per column, with what is missing and what
// touched its limits. Everything is read in place; the only copy is the frame itself.

import type { Clock } from '#main/runtime/clock.ts'
import { encodeFrame } from '#shared/frame/frame.ts'
import { encodeMark } from '#shared/frame/measured.ts'
import { encodeOverview } from '#shared/frame/overview.ts'
import { encodeLimited, type FrameSection, sectionKind } from '#shared/frame/sections.ts'
import type { ColumnReader } from '../envelope/column-reader.ts'
import type { Marker, ShownStretch } from '../measure/running/marker.ts'
import type { Phosphor } from '../persistence/phosphor.ts'
import { maxChannels, maxColumns } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import type { Acquisition } from '../trigger/acquisition.ts'
import { interpolateEdge, type TriggerEdge } from '../trigger/trigger-instant.ts'
import type { AcquiredTrace } from './acquired-trace.ts'
import type { DerivedTrace } from './derived-trace.ts'
import { frameGeometry, type Geometry } from './frame-geometry.ts'
import type { View, ViewWindow } from './view.ts'

/** Gaps a frame lists at most; more cannot be told apart on a screen. */
const maxGapsShown = 1024

export interface FrameMemory {
  /** Envelope of one frame. */
  readonly columns: number
}

export function claimFrame(layout: MemoryLayout): FrameMemory {
  return { columns: layout.take((maxColumns + 1) * maxChannels * 4) }
}

interface FrameParts {
  readonly buffer: SharedArrayBuffer
  readonly memory: FrameMemory
  readonly reader: ColumnReader
  readonly phosphor: Phosphor
  readonly derived: DerivedTrace
  readonly acquired: AcquiredTrace
  readonly marker: Marker
  readonly clock: Clock
}

/** A stretch of the stream, read. */
interface ReadStretch {
  readonly geometry: Geometry
  readonly clippedChannels: number
  /** The codes of every channel, and of the math trace; what is added later goes here too. */
  readonly sections: FrameSection[]
}

export class FrameMaker {
  readonly #memory: FrameMemory
  readonly #reader: ColumnReader
  readonly #phosphor: Phosphor
  readonly #derived: DerivedTrace
  readonly #acquired: AcquiredTrace
  readonly #marker: Marker
  readonly #clock: Clock
  readonly #codes: Int16Array
  readonly #pairs: Int32Array
  #oldestRead = 0

  constructor({ buffer, memory, reader, phosphor, derived, acquired, marker, clock }: FrameParts) {
    this.#memory = memory
    this.#derived = derived
    this.#acquired = acquired
    this.#marker = marker
    this.#reader = reader
    this.#clock = clock
    this.#phosphor = phosphor
    this.#codes = new Int16Array(buffer)
    this.#pairs = new Int32Array(buffer)
  }

  /**
   * The encoded frame (sequence 0), the oldest sample that was read from its block for it (Infinity: none was), and whether
   * it carries maps. `edge` is the channel position and level a trigger is interpolated at.
   */
  make(
    window: ViewWindow,
    view: Pick<View, 'columns' | 'persistence' | 'mapLayout' | 'drawnChannels' | 'recordWindow' | 'marked'>,
    now: Acquisition,
    edge: TriggerEdge | null,
  ): { frame: Uint8Array<ArrayBuffer>; oldestRead: number; hasMaps: boolean } {
    this.#oldestRead = Number.POSITIVE_INFINITY
    const read = this.#read(window, view.columns, now)
    const { geometry, sections } = read
    const instant = window.anchor === 'trigger' ? this.#triggerInstant(window.reference, now, edge) : Number.NaN
    const acquiredFrom = this.#acquired.addTo(sections, { geometry, window, view, instant, now })
    this.#oldestRead = Math.min(this.#oldestRead, acquiredFrom)
    this.#mark(view.marked, { ...window, reference: referenceOf(window, instant) }, now, sections)
    const hasMaps = view.persistence && window.anchor === 'trigger' && this.#persistence(view, now, sections)
    if (window.overview !== null) {
      const { zero, ...stretch } = window.overview
      const wide = this.#encode(this.#read({ ...window, ...stretch }, view.columns, now), window, instant, now)
      const data = encodeOverview(Number.isNaN(instant) ? zero : instant, wide)
      sections.push({ kind: sectionKind.overview, channel: 0, data })
    }
    return { frame: this.#encode(read, window, instant, now), oldestRead: this.#oldestRead, hasMaps }
  }

  #read(window: ViewWindow, columns: number, now: Acquisition): ReadStretch {
    const geometry = frameGeometry(window, columns, now.format.scanIndexes.length, now)
    const sections: FrameSection[] = []
    const clippedChannels =
      geometry.form === 'raw' ? this.#samples(geometry, now, sections) : this.#envelope(geometry, now, sections)
    this.#oldestRead = Math.min(this.#oldestRead, this.#derived.addTo(sections, geometry, now))
    return { geometry, clippedChannels, sections }
  }

  #encode(
    { geometry, clippedChannels, sections }: ReadStretch,
    { anchor }: ViewWindow,
    instant: number,
    now: Acquisition,
  ): Uint8Array<ArrayBuffer> {
    const { from, until } = geometry
    this.#limited(geometry, now, sections)
    const gaps = now.gaps.within(from, until, maxGapsShown)
    if (gaps.length > 0) {
      const triples = Float64Array.from(gaps.flatMap((gap) => [gap.firstSample, gap.samples, 0]))
      sections.push({ kind: sectionKind.gaps, channel: 0, data: new Uint8Array(triples.buffer) })
    }
    const frame = encodeFrame({
      sequence: 0,
      epoch: now.format.epoch,
      form: geometry.form,
      anchor,
      stopped: !now.running,
      hasGap: gaps.length > 0,
      clippedChannels,
      points: geometry.points,
      firstSample: geometry.first,
      scansPerPoint: geometry.width,
      triggerSample: instant,
      samplingFrequencyHz: now.format.samplingFrequencyHz,
      madeFromSamples: Math.max(0, until - from - now.gaps.missing(from, until)),
      newestSample: now.newest - 1,
      oldestSample: now.oldest,
      convertedUnixMs: convertedUnixMs(until - 1, now, this.#clock),
      sections,
    })
    return frame as Uint8Array<ArrayBuffer>
  }

  #triggerInstant(sample: number, now: Acquisition, edge: TriggerEdge | null): number {
    if (edge === null) return sample
    if (sample > now.oldest) this.#oldestRead = Math.min(this.#oldestRead, Math.max(now.oldest, sample - 2))
    const line = now.triggers.lineAt(sample)
    return sample - interpolateEdge(this.#codes, now.blocks, now.format.scanIndexes.length, edge, sample, line)
  }

  #limited({ from, until }: Geometry, { limited, gaps }: Acquisition, sections: FrameSection[]): void {
    if (limited === undefined) return
    const leftOut = limited.leftOut.missing(from, until)
    const captured = until - from - gaps.missing(from, until) + leftOut
    const share = captured > 0 ? Math.max(0, 1 - leftOut / captured) : 1
    for (const { scanIndex, hz } of limited.limits)
      sections.push({ kind: sectionKind.limited, channel: scanIndex, data: encodeLimited({ hz, share }) })
  }

  #mark(wanted: View['marked'], shown: ShownStretch, now: Acquisition, sections: FrameSection[]): void {
    const found = wanted === null ? null : this.#marker.find(wanted, shown, now.format, now)
    if (wanted === null || found === null) return
    this.#oldestRead = Math.min(this.#oldestRead, found.oldestRead)
    sections.push({ kind: sectionKind.measured, channel: wanted.scanIndex, data: encodeMark(found.mark) })
  }

  #envelope(geometry: Geometry, now: Acquisition, sections: FrameSection[]): number {
    const { scanIndexes } = now.format
    const channels = scanIndexes.length
    const { first, width, points } = geometry
    const oldestRead = this.#reader.read(first, width, points, channels, this.#memory.columns)
    this.#oldestRead = Math.min(this.#oldestRead, oldestRead)
    let clipped = 0
    scanIndexes.forEach((scanIndex, channel) => {
      const pairs = new Int32Array(geometry.points)
      const from = this.#memory.columns / 4 + channel
      for (let column = 0; column < geometry.points; column++) pairs[column] = this.#pairs[from + column * channels]!
      const codes = new Int16Array(pairs.buffer)
      if (touchesLimits(codes)) clipped |= 1 << scanIndex
      sections.push({ kind: sectionKind.envelope, channel: scanIndex, data: new Uint8Array(pairs.buffer) })
    })
    return clipped
  }

  /** Only maps that are on the axes of the view: any others would not show its window. */
  #persistence(view: Pick<View, 'mapLayout' | 'drawnChannels'>, now: Acquisition, sections: FrameSection[]): boolean {
    const { format } = now
    const layout = view.mapLayout(format.samplingFrequencyHz, format.scanIndexes.length)
    if (!this.#phosphor.shows(layout, view.drawnChannels(format))) return false
    this.#phosphor.gather()
    now.format.scanIndexes.forEach((scanIndex, place) => {
      const data = this.#phosphor.section(place)
      if (data !== null) sections.push({ kind: sectionKind.persistence, channel: scanIndex, data })
    })
    return true
  }

  #samples(geometry: Geometry, now: Acquisition, sections: FrameSection[]): number {
    const { scanIndexes } = now.format
    const channels = scanIndexes.length
    const runs = scanIndexes.map(() => new Int16Array(geometry.points))
    const end = geometry.first + geometry.points
    this.#oldestRead = Math.min(this.#oldestRead, geometry.first)
    now.blocks.forEachRun(geometry.first, end, channels * 2, (address, sample, scans) => {
      const from = address / 2
      runs.forEach((run, channel) => {
        const to = sample - geometry.first
        for (let k = 0; k < scans; k++) run[to + k] = this.#codes[from + k * channels + channel]!
      })
    })
    let clipped = 0
    runs.forEach((run, channel) => {
      const scanIndex = scanIndexes[channel]!
      if (run.some((code) => code === 32767 || code === -32768)) clipped |= 1 << scanIndex
      sections.push({ kind: sectionKind.samples, channel: scanIndex, data: new Uint8Array(run.buffer) })
    })
    return clipped
  }
}

/** The sample next to which something is marked: the trigger where it is on the screen, else the middle. */
function referenceOf({ first, end }: ViewWindow, instant: number): number {
  return instant >= first && instant <= end ? instant : (first + end) / 2
}

/** Whether min/max pairs hold the lowest or highest code; an empty column holds neither. */
function touchesLimits(pairs: Int16Array): boolean {
  for (let k = 0; k < pairs.length; k += 2) {
    const min = pairs[k]!
    const max = pairs[k + 1]!
    if (min <= max && (min === -32768 || max === 32767)) return true
  }
  return false
}

/** When `sample` was converted, by the stamp of its block. Unix ms; 0 when nothing is in memory. */
function convertedUnixMs(sample: number, now: Acquisition, clock: Clock): number {
  const { blocks } = now
  const position = Math.min(blocks.find(sample), blocks.end - 1)
  if (position < blocks.begin) return 0
  const behind = Math.max(0, blocks.endSample(position) - 1 - sample)
  const atMs = blocks.lastSampleMs(position) - (behind / now.format.samplingFrequencyHz) * 1000
  return atMs + clock.unixMinusNowMs()
}
