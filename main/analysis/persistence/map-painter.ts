// Adds waveforms to the persistence maps, one map per channel that is drawn: the last step, and the one that costs. It
// knows no stream: it is given the memory a block's samples lie in, and which stretches of it are waveforms.
import {
  crossedPitch,
  fillPitch,
  fitRows,
  mapRows,
  persistenceScratch,
  type RowScale,
  rowScaleBytes,
  sincTableBytes,
  storeRowScale,
  storeSincTable,
  wholeRange,
} from '#main/kernels/index.ts'
import type { AnalysisKernels } from '../stream/kernels-used.ts'
import { maxChannels, maxDrawnColumns, maxMapColumns } from '../stream/limits.ts'
import type { MemoryLayout } from '../stream/memory-layout.ts'
import { columnsOfScan, fineUnit, isJoined, type MapLayout, unwatchedLayout } from './map-layout.ts'
import { chooseWhole, fineListBytes } from './whole-waveforms.ts'

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
  /** How much of each column is counted: see {@link clustersOf}. */
  readonly clusters: number
  /** Waveforms that are counted whole, where columns are fine: see {@link wholePerScan}. */
  readonly wholePerScan: number
}

const mapPitch = mapRows * 2
const envelopeBytes = (maxMapColumns * maxChannels + maxChannels) * 4
const scalesBytes = maxChannels * rowScaleBytes
const unitBytes = 64

/** Where things lie in the memory a painter works in. */
const sizes = [
  ['unit', unitBytes],
  ['scales', scalesBytes],
  ['scratch', persistenceScratch],
  ['sinc', sincTableBytes],
  ['envelope', envelopeBytes],
  ['chosen', fineListBytes],
  ['told', fineListBytes],
  ['crossed', maxDrawnColumns * crossedPitch],
  ['maps', maxDrawnColumns * mapPitch],
  ['fills', maxDrawnColumns * fillPitch],
] as const
const places = sizes.map(([name], k) => [name, sizes.slice(0, k).reduce((sum, [, bytes]) => sum + bytes, 0)])
const at = Object.fromEntries(places) as Readonly<Record<(typeof sizes)[number][0], number>>
/** Bytes of that memory. */
const painterBytes = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)

/** Takes the memory of a painter; returns its address. */
export function claimPainter(layout: MemoryLayout): number {
  return layout.take(painterBytes)
}

/** Hits count up to 2^this. */
export const mostUnit = 6
/** Lines are added to the maps after so many samples, times what a hit counts, so that no sum runs over. */
const mostUnfolded = 1 << 19
/** So many waveforms that lit what was dark are drawn whole at once; what a hit of them counts, at least, so that all are joined. */
const news = { most: 4, unit: 2 } as const
/** Where second differences are below so many rows, straight lines are within half a row of sin(x)/x. */
const smoothRows = 4

/** Where the complete waveforms of a block go. The block's memory is at `src`, and its first scan is `firstSample`. */
export interface WaveformSink {
  /** Adds waveforms: u32 triples at `list` (first scan, first column, columns). */
  addWhole(src: number, firstSample: number, list: number, waveforms: number): void
  /**
   * Adds waveforms with fine columns: u32 pairs at `list` (first scan, phase in 65536ths), at most 256. `whole` of them
   * are counted, between samples too; of all others every sample is lit, and some that light what was dark are counted as well.
   */
  addFine(src: number, firstSample: number, list: number, waveforms: number, whole: number): void
}

export class MapPainter implements WaveformSink {
  readonly #kernels: AnalysisKernels
  readonly #buffer: SharedArrayBuffer
  readonly #words: Uint32Array
  readonly #base: number
  #content: MapContent = { layout: unwatchedLayout, channels: 1, drawn: [], clusters: 0, wholePerScan: 0 }
  #scales: readonly RowScale[] = []
  /** Samples since lines were added to the maps, times what a hit counts. */
  #unfolded = 0
  #random = 1

  /** @param base what {@link claimPainter} took */
  constructor(buffer: SharedArrayBuffer, kernels: AnalysisKernels, base: number) {
    this.#buffer = buffer
    this.#words = new Uint32Array(buffer)
    this.#kernels = kernels
    this.#base = base
    storeSincTable(buffer, base + at.sinc)
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
    return this.#base + at.maps + k * this.#content.layout.columns * mapPitch
  }

  /** Begins empty maps. */
  configure(content: MapContent): void {
    this.#content = content
    this.#scales = content.drawn.map(({ range }) => (range === null ? wholeRange : fitRows(range.low, range.high)))
    for (const [k, scale] of this.#scales.entries()) storeRowScale(this.#buffer, this.#scaleAt(k), scale)
    this.clear()
  }

  clear(): void {
    const { drawn, layout } = this.#content
    for (let k = 0; k < drawn.length; k++) {
      new Uint16Array(this.#buffer, this.map(k), this.cells).fill(0)
      new Uint8Array(this.#buffer, this.#fills(k), layout.columns * fillPitch).fill(0)
      new Uint8Array(this.#buffer, this.#crossed(k), layout.columns * crossedPitch).fill(0)
    }
    this.#unfolded = 0
  }

  /** What a hit counts, as a power of two: 0..{@link mostUnit}. In shared memory, for whoever paints into these maps. */
  get unit(): number {
    return this.#words[(this.#base + at.unit) / 4]!
  }

  /** From now on; counts that are there are the caller's to halve or double. {@link fold} first. */
  set unit(unit: number) {
    this.#words[(this.#base + at.unit) / 4] = unit
  }

  /** The largest count of the k-th channel that is drawn. */
  peak(k: number): number {
    return this.#kernels.mapPeak(this.map(k), this.cells)
  }

  /** Takes `1 / 2^shift` off every count; `bias`, below 2^shift, decides on what is left of the division. */
  fade(shift: number, bias: number): void {
    for (let k = 0; k < this.#content.drawn.length; k++) this.#kernels.mapFade(this.map(k), this.cells, shift, bias)
  }

  double(): void {
    for (let k = 0; k < this.#content.drawn.length; k++) this.#kernels.mapDouble(this.map(k), this.cells)
  }

  /** Adds the lines between samples, which are kept apart until then, to the maps. */
  fold(): void {
    const { drawn, layout } = this.#content
    for (let k = 0; k < drawn.length; k++) {
      if (isJoined(layout)) this.#kernels.mapFill(this.map(k), this.#fills(k), layout.columns)
      else this.#kernels.mapCross(this.map(k), this.#crossed(k), layout.columns, this.unit)
      if (layout.isFine) this.#kernels.mapLight(this.map(k), this.#crossed(k), layout.columns, this.unit)
    }
    this.#unfolded = 0
  }

  /** Empties the maps of another painter, which draws the same, into these. */
  takeFrom(other: MapPainter): void {
    other.fold()
    for (let k = 0; k < this.#content.drawn.length; k++) this.#kernels.mapMove(this.map(k), other.map(k), this.cells)
  }

  addWhole(src: number, _firstSample: number, list: number, waveforms: number): void {
    const { layout } = this.#content
    if (!isJoined(layout)) this.#crossWaveforms(src, list, waveforms)
    this.addSegments(src, list, waveforms, layout.step, this.#content.clusters)
    if (isJoined(layout)) this.#foldInTime(waveforms * layout.step)
  }

  addFine(src: number, _firstSample: number, list: number, waveforms: number, whole: number): void {
    const { drawn } = this.#content
    let counted = list
    if (whole < waveforms) {
      counted = this.#base + at.chosen
      this.#random = chooseWhole(this.#words, list, waveforms, counted, whole, this.#random)
    }
    for (let k = 0; k < drawn.length; k++) {
      this.#countFine(k, src, counted, whole, this.unit)
      if (whole < waveforms) this.#lightFine(k, src, list, waveforms)
    }
    this.#foldInTime(whole)
  }

  #countFine(k: number, src: number, list: number, waveforms: number, unit: number): void {
    const { layout, channels, drawn } = this.#content
    this.#kernels.persistenceFine(
      this.map(k),
      this.#fills(k),
      src,
      channels,
      drawn[k]!.place,
      list,
      waveforms,
      layout.columns,
      layout.step * fineUnit,
      this.#base + at.sinc,
      this.#smoothCodes(k),
      unit,
      this.#scaleAt(k),
      this.#base + at.scratch,
    )
  }

  /** Every sample lights its cell; and of what is new, what lies between is shown too. */
  #lightFine(k: number, src: number, list: number, waveforms: number): void {
    const { layout, channels, drawn } = this.#content
    const told = this.#kernels.persistenceLit(
      this.map(k),
      this.#crossed(k),
      src,
      channels,
      drawn[k]!.place,
      list,
      waveforms,
      layout.columns,
      columnsOfScan(layout),
      this.#scaleAt(k),
      this.#base + at.scratch,
      this.#base + at.told,
    )
    if (told > 0)
      this.#countFine(k, src, this.#base + at.told, Math.min(told, news.most), Math.max(this.unit, news.unit))
  }

  /**
   * Adds the samples of segments of waveforms at `list`, whose columns are `step` scans wide: `clusters` clusters of each,
   * or with 0 all of them, joined.
   */
  addSegments(src: number, list: number, segments: number, step: number, clusters: number): void {
    const { channels, drawn } = this.#content
    const { unit } = this
    const scratch = this.#base + at.scratch
    for (let k = 0; k < drawn.length; k++) {
      const { place } = drawn[k]!
      const map = this.map(k)
      const scale = this.#scaleAt(k)
      if (clusters > 0)
        this.#kernels.persistenceSparse(map, src, channels, place, list, segments, step, clusters, unit, scale, scratch)
      else
        this.#kernels.persistence(map, this.#fills(k), src, channels, place, list, segments, step, unit, scale, scratch)
    }
  }

  /** Address for the envelope of a waveform: minimum and maximum of each channel, column by column. */
  get envelope(): number {
    return this.#base + at.envelope
  }

  /** A signal is everywhere between the lowest and the highest sample of each column, as they are at {@link envelope}. */
  crossEnvelope(column: number, columns: number): void {
    const { channels, drawn } = this.#content
    for (let k = 0; k < drawn.length; k++)
      this.#kernels.persistenceCross(
        this.#crossed(k) + column * crossedPitch,
        this.envelope,
        channels,
        drawn[k]!.place,
        columns,
        this.#scaleAt(k),
      )
  }

  /** Where samples are not joined one by one. */
  #crossWaveforms(src: number, list: number, waveforms: number): void {
    const { layout, channels } = this.#content
    for (let word = list / 4, end = word + 3 * waveforms; word < end; word += 3) {
      const columns = this.#words[word + 2]!
      this.#kernels.envelope(src + this.#words[word]! * channels * 2, channels, layout.step, columns, this.envelope)
      this.crossEnvelope(this.#words[word + 1]!, columns)
    }
  }

  #foldInTime(samples: number): void {
    this.#unfolded += samples * 2 ** this.unit
    if (this.#unfolded >= mostUnfolded) this.fold()
  }

  /** Address of the fills of the k-th channel that is drawn. */
  #fills(k: number): number {
    return this.#base + at.fills + k * this.#content.layout.columns * fillPitch
  }

  /** Address of the rows crossed of the k-th channel that is drawn. */
  #crossed(k: number): number {
    return this.#base + at.crossed + k * this.#content.layout.columns * crossedPitch
  }

  #smoothCodes(k: number): number {
    const { gain, doubled } = this.scale(k)
    return Math.max(1, Math.min(32767, Math.round((smoothRows * 65536) / Math.max(1, gain * (1 + doubled)))))
  }

  #scaleAt(k: number): number {
    return this.#base + at.scales + k * rowScaleBytes
  }
}
