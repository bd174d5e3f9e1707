// Adds waveforms to the persistence maps, one map per channel that is drawn: the last step, and the one that costs. It
// knows no stream: it is given the memory a block's samples lie in, and which stretches of it are waveforms.
import {
  fitRows,
  mapRows,
  persistenceScratch,
  type RowScale,
  rowScaleBytes,
  storeRowScale,
  wholeRange,
} from '#main/kernels/index.ts'
import type { AnalysisKernels } from '../kernels-used.ts'
import { maxChannels, maxMapColumns } from '../limits.ts'
import { fineUnit, type MapLayout, samplesPerColumn } from './map-layout.ts'

/** The codes at the edges of the screen, of a channel in its place in the scan; null: all there are. */
export interface DrawnChannel {
  readonly place: number
  readonly range: { readonly low: number; readonly high: number } | null
}

/** What the maps show. */
export interface MapContent {
  readonly layout: MapLayout
  /** Channels of a scan. */
  readonly channels: number
  readonly drawn: readonly DrawnChannel[]
}

const mapBytes = maxMapColumns * mapRows * 2
const envelopeBytes = (maxMapColumns * maxChannels + maxChannels) * 4
const scalesBytes = maxChannels * rowScaleBytes

const segmentBytes = 16
/** Where things lie in the memory a painter works in. */
const at = {
  scales: 0,
  segment: scalesBytes,
  scratch: scalesBytes + segmentBytes,
  envelope: scalesBytes + segmentBytes + persistenceScratch,
  maps: scalesBytes + segmentBytes + persistenceScratch + envelopeBytes,
} as const
/** Bytes of that memory. */
export const painterBytes = at.maps + maxChannels * mapBytes

/** Where waveforms go. */
export interface WaveformSink {
  /**
   * Adds segments of a block at `src`: u32 quads at `list` (scan, first column, columns, first sample within a column),
   * `samples` of each column.
   */
  addWhole(src: number, list: number, segments: number, samples: number): void
  /** Adds waveforms of a block at `src` with fine columns: u32 pairs at `list` (first scan, phase in 65536ths). */
  addFine(src: number, list: number, waveforms: number): void
}

export class MapPainter implements WaveformSink {
  readonly #kernels: AnalysisKernels
  readonly #buffer: SharedArrayBuffer
  readonly #base: number
  #content: MapContent = { layout: { isFine: false, first: 0, step: 1, columns: 1 }, channels: 1, drawn: [] }
  #scales: readonly RowScale[] = []

  /** @param base address of {@link painterBytes} of shared memory, a multiple of 64 */
  constructor(buffer: SharedArrayBuffer, kernels: AnalysisKernels, base: number) {
    this.#buffer = buffer
    this.#kernels = kernels
    this.#base = base
  }

  get content(): MapContent {
    return this.#content
  }

  /** Cells of a map in use. */
  get cells(): number {
    return this.#content.layout.columns * mapRows
  }

  /** The scale of the k-th channel that is drawn. */
  scale(k: number): RowScale {
    return this.#scales[k] ?? wholeRange
  }

  /** Address of the map of the k-th channel that is drawn. */
  map(k: number): number {
    return this.#base + at.maps + k * mapBytes
  }

  /** Begins empty maps. */
  configure(content: MapContent): void {
    this.#content = content
    this.#scales = content.drawn.map(({ range }) => (range === null ? wholeRange : fitRows(range.low, range.high)))
    for (const [k, scale] of this.#scales.entries()) storeRowScale(this.#buffer, this.#scaleAt(k), scale)
    this.clear()
  }

  clear(): void {
    const { drawn } = this.#content
    for (let k = 0; k < drawn.length; k++) new Uint16Array(this.#buffer, this.map(k), this.cells).fill(0)
  }

  /** Takes `1 / 2^shift` off every count; `bias`, below 2^shift, decides on what is left of the division. */
  fade(shift: number, bias: number): void {
    for (let k = 0; k < this.#content.drawn.length; k++) this.#kernels.mapFade(this.map(k), this.cells, shift, bias)
  }

  addWhole(src: number, list: number, segments: number, samples: number): void {
    const { layout, channels, drawn } = this.#content
    for (let k = 0; k < drawn.length; k++)
      this.#kernels.persistence(
        this.map(k),
        src,
        channels,
        drawn[k]!.place,
        list,
        segments,
        layout.step,
        samples,
        this.#scaleAt(k),
        this.#base + at.scratch,
      )
    if (layout.step > samplesPerColumn(layout)) this.#addPeaks(src, list, segments)
  }

  addFine(src: number, list: number, waveforms: number): void {
    const { layout, channels, drawn } = this.#content
    for (let k = 0; k < drawn.length; k++)
      this.#kernels.persistenceFine(
        this.map(k),
        src,
        channels,
        drawn[k]!.place,
        list,
        waveforms,
        layout.columns,
        layout.step * fineUnit,
        this.#scaleAt(k),
        this.#base + at.scratch,
      )
  }

  /**
   * Adds a part of a column: `scans` of it from `scan` on, of which `samples` from `firstSample` on are counted. For
   * columns that are cut by the end of a block.
   */
  addPart(src: number, scan: number, scans: number, column: number, firstSample: number, samples: number): void {
    const { layout, channels, drawn } = this.#content
    const segment = this.#base + at.segment
    new Uint32Array(this.#buffer, segment, 4).set([scan + firstSample, column, 1, 0])
    for (let k = 0; k < drawn.length && samples > 0; k++)
      this.#kernels.persistence(
        this.map(k),
        src,
        channels,
        drawn[k]!.place,
        segment,
        1,
        layout.step,
        samples,
        this.#scaleAt(k),
        this.#base + at.scratch,
      )
    if (layout.step > samplesPerColumn(layout)) this.#addPeaksOf(src + scan * channels * 2, scans, column, 1)
  }

  /** Where only some samples of a column are counted, its lowest and its highest are in any case. */
  #addPeaks(src: number, list: number, segments: number): void {
    const { layout, channels } = this.#content
    const words = new Uint32Array(this.#buffer, list, segments * 4)
    for (let i = 0; i < segments; i++)
      this.#addPeaksOf(src + words[4 * i]! * channels * 2, layout.step, words[4 * i + 1]!, words[4 * i + 2]!)
  }

  #addPeaksOf(address: number, scansPerColumn: number, column: number, columns: number): void {
    const { channels, drawn } = this.#content
    const envelope = this.#base + at.envelope
    this.#kernels.envelope(address, channels, scansPerColumn, columns, envelope)
    for (let k = 0; k < drawn.length; k++)
      this.#kernels.persistencePeaks(
        this.map(k) + column * mapRows * 2,
        envelope,
        channels,
        drawn[k]!.place,
        columns,
        this.#scaleAt(k),
      )
  }

  #scaleAt(k: number): number {
    return this.#base + at.scales + k * rowScaleBytes
  }
}
