// The renderer of the trace: a thin wrapper around uPlot. It owns the canvas and calls uPlot at most once per drawing;
// what is drawn comes ready from the builders. uPlot supplies scales, clipping, pixel ratio and the order of painting.
import uPlot from 'uplot'
import { divisionsDown } from '#shared/screen/divisions.ts'
import { paintGaps, paintSeams } from './mark-painter.ts'
import type { PlacedGap, PlacedSeam } from './marks.ts'
import type { Palette } from './palette.ts'
import { type PlacedReference, paintReferences } from './reference-painter.ts'
import { type PaintArea, type PaintedRuns, paintRun } from './run-painter.ts'

export interface TracePicture extends PaintedRuns {
  readonly references: readonly PlacedReference[]
  readonly seams: readonly PlacedSeam[]
  readonly gaps: readonly PlacedGap[]
}

/** As many channels as a device of ours can have; uPlot wants its series named beforehand. */
const maxTraces = 17
const half = divisionsDown / 2

const emptyPicture: TracePicture = {
  window: { startSeconds: 0, endSeconds: 1 },
  runs: [],
  clipped: new Map(),
  glowing: new Set(),
  dots: 'auto',
  references: [],
  seams: [],
  gaps: [],
}

export class TracePlot {
  readonly #plot: uPlot
  #palette: Palette
  #picture = emptyPicture

  constructor(host: HTMLElement, palette: Palette) {
    this.#palette = palette
    this.#plot = new uPlot(this.#options(host), this.#axisData(), host)
  }

  /** Size of the plot in device pixels. */
  get pixels(): { readonly width: number; readonly height: number } {
    return { width: this.columns, height: Math.max(1, Math.round(this.#plot.bbox.height)) }
  }

  /** Width of the plot in device pixels: the most columns that can be told apart. */
  get columns(): number {
    return Math.max(1, Math.round(this.#plot.bbox.width))
  }

  /** Width of the plot in CSS pixels. */
  get cssWidth(): number {
    return this.#plot.bbox.width / uPlot.pxRatio
  }

  get cssHeight(): number {
    return this.#plot.bbox.height / uPlot.pxRatio
  }

  setPalette(palette: Palette): void {
    this.#palette = palette
  }

  /** Size in CSS pixels. */
  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height })
  }

  draw(picture: TracePicture): void {
    this.#picture = picture
    this.#plot.setData(this.#axisData())
  }

  /** All of it once more, on another canvas. @param ratio pixels of that one for each CSS pixel */
  paintOn(context: CanvasRenderingContext2D, area: PaintArea, ratio: number, newPath: () => Path2D): void {
    const picture = this.#picture
    const ground = { context, area, ratio, palette: this.#palette, newPath }
    paintGaps(context, area, picture.gaps, this.#palette, ratio)
    paintReferences(ground, picture, picture.references)
    for (const k of picture.runs.keys()) paintRun(ground, picture, k)
    paintSeams(context, area, picture.seams, this.#palette, ratio)
  }

  dispose(): void {
    this.#plot.destroy()
  }

  /** uPlot only needs to know the ends of the axis; the points are ours. */
  #axisData(): uPlot.AlignedData {
    const { startSeconds, endSeconds } = this.#picture.window
    return [[startSeconds, endSeconds], ...Array.from({ length: maxTraces }, () => [0, 0])]
  }

  #options(host: HTMLElement): uPlot.Options {
    return {
      width: Math.max(1, host.clientWidth),
      height: Math.max(1, host.clientHeight),
      pxAlign: 0,
      padding: [0, 0, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      axes: [{ show: false }, { show: false }],
      scales: { x: { time: false, range: (_, min, max) => [min, max] }, y: { range: [-half, half] } },
      series: [{}, ...Array.from({ length: maxTraces }, (_, k) => this.#series(k))],
      hooks: {
        drawClear: [(plot) => this.#paintBehind(plot)],
        draw: [(plot) => this.#paintAbove(plot)],
      },
    }
  }

  #series(k: number): uPlot.Series {
    return {
      scale: 'y',
      points: { show: false },
      paths: (plot) => this.#paths(plot, k),
    }
  }

  /** The k-th run, painted here so that band and outline may have their own strength; uPlot has nothing left to do. */
  #paths({ ctx, bbox }: uPlot, k: number): null {
    paintRun({ context: ctx, area: bbox, ratio: uPlot.pxRatio, palette: this.#palette }, this.#picture, k)
    return null
  }

  #paintBehind(plot: uPlot): void {
    paintGaps(plot.ctx, plot.bbox, this.#picture.gaps, this.#palette, uPlot.pxRatio)
    const ground = { context: plot.ctx, area: plot.bbox, ratio: uPlot.pxRatio, palette: this.#palette }
    paintReferences(ground, this.#picture, this.#picture.references)
  }

  #paintAbove(plot: uPlot): void {
    paintSeams(plot.ctx, plot.bbox, this.#picture.seams, this.#palette, uPlot.pxRatio)
  }
}
