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
import { fineUnit, type MapLayout, samplesPerColumn, unwatchedLayout } from './map-layout.ts'

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

/** Where things lie in the memory a painter works in. */
const at = {
  scales: 0,
  scratch: scalesBytes,
  envelope: scalesBytes + persistenceScratch,
  maps: scalesBytes + persistenceScratch + envelopeBytes,
} as const
/** Bytes of that memory. */
export const painterBytes = at.maps + maxChannels * mapBytes

/** Where the complete waveforms of a block go. The block's memory is at `src`, and its first scan is `firstSample`. */
export interface WaveformSink {
  /** Adds waveforms: u32 quads at `list` (first scan, first column, columns, first sample within a column). */
  addWhole(src: number, firstSample: number, list: number, waveforms: number): void
  /** Adds waveforms with fine columns: u32 pairs at `list` (first scan, phase in 65536ths). */
  addFine(src: number, firstSample: number, list: number, waveforms: number): void
}

export class MapPainter implements WaveformSink {
  readonly #kernels: AnalysisKernels
  readonly #buffer: SharedArrayBuffer
  readonly #words: Uint32Array
  readonly #base: number
  #content: MapContent = { layout: unwatchedLayout, channels: 1, drawn: [] }
  #scales: readonly RowScale[] = []

  /** @param base address of {@link painterBytes} of shared memory, a multiple of 64 */
  constructor(buffer: SharedArrayBuffer, kernels: AnalysisKernels, base: number) {
    this.#buffer = buffer
    this.#words = new Uint32Array(buffer)
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

  /** Empties the maps of another painter, which draws the same, into these. */
  takeFrom(other: MapPainter): void {
    for (let k = 0; k < this.#content.drawn.length; k++) this.#kernels.mapMove(this.map(k), other.map(k), this.cells)
  }

  addWhole(src: number, _firstSample: number, list: number, waveforms: number): void {
    const { layout } = this.#content
    const samples = samplesPerColumn(layout)
    this.addSamples(src, list, waveforms, samples)
    if (samples < layout.step) this.#addPeaksOf(src, list, waveforms)
  }

  addFine(src: number, _firstSample: number, list: number, waveforms: number): void {
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

  /** Adds `samples` of each column of the segments of waveforms at `list`, and nothing else of them. */
  addSamples(src: number, list: number, segments: number, samples: number): void {
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
  }

  /** Address for the envelope of a waveform: minimum and maximum of each channel, column by column. */
  get envelope(): number {
    return this.#base + at.envelope
  }

  /** Adds the lowest and the highest of columns, as they are at {@link envelope}. */
  addPeaks(column: number, columns: number): void {
    const { channels, drawn } = this.#content
    for (let k = 0; k < drawn.length; k++)
      this.#kernels.persistencePeaks(
        this.map(k) + column * mapRows * 2,
        this.envelope,
        channels,
        drawn[k]!.place,
        columns,
        this.#scaleAt(k),
      )
  }

  /** Where only some samples of a column are counted, its lowest and its highest are in any case. */
  #addPeaksOf(src: number, list: number, waveforms: number): void {
    const { layout, channels } = this.#content
    for (let at = list / 4, end = at + 4 * waveforms; at < end; at += 4) {
      const columns = this.#words[at + 2]!
      this.#kernels.envelope(src + this.#words[at]! * channels * 2, channels, layout.step, columns, this.envelope)
      this.addPeaks(this.#words[at + 1]!, columns)
    }
  }

  #scaleAt(k: number): number {
    return this.#base + at.scales + k * rowScaleBytes
  }
}
