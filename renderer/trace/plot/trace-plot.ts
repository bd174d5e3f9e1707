// The renderer of the trace: a thin wrapper around uPlot. It owns the canvas and calls uPlot at most once per drawing;
// what is drawn comes ready from the builders. uPlot supplies scales, clipping, pixel ratio and the order of painting.
import uPlot from 'uplot'
import type { ScreenSettings } from '#shared/contract/topics/screen.ts'
import { divisionsDown } from '#shared/screen/divisions.ts'
import type { TimeWindow } from '../../scale/axis.ts'
import { forEachColumn, type Sides, type VisitColumn } from './band-columns.ts'
import { type ClippedSpan, clippedColumns } from './clipped.ts'
import { forEachLineColumn, isDense } from './line-columns.ts'
import { paintGaps, paintSeams } from './mark-painter.ts'
import type { PlacedGap, PlacedSeam } from './marks.ts'
import { channelColor, type Palette } from './palette.ts'
import { linePath, type Projection, sampleDots } from './run-paths.ts'
import { dotRadiusOf } from './sample-dots.ts'
import type { TraceRun } from './trace-builder.ts'

export interface TracePicture {
  readonly window: TimeWindow
  readonly runs: readonly TraceRun[]
  /** When channels were at the end of their converter's range, by scan index. */
  readonly clipped: ReadonlyMap<number, readonly ClippedSpan[]>
  /** Channels whose phosphor glows beneath: their newest record is drawn all the same, but fainter. */
  readonly glowing: ReadonlySet<number>
  /** Samples as dots. */
  readonly dots: ScreenSettings['dots']
  readonly seams: readonly PlacedSeam[]
  readonly gaps: readonly PlacedGap[]
}

/** As many channels as a device of ours can have; uPlot wants its series named beforehand. */
const maxTraces = 17
/** Of lines and of outlines, CSS pixels. One pixel would be too thin: level and between two rows, each row would get half of it. */
const lineWidth = 1.5
interface Strength {
  readonly line: number
  /** Of a band, between its outlines. */
  readonly inside: number
}
/** How strong a record is: by itself, and above the phosphor, where it must leave the glow to be seen, and be seen itself. */
const strength = {
  alone: { line: 0.95, inside: 0.55 },
  aboveGlow: { line: 0.5, inside: 0.25 },
} as const satisfies Record<string, Strength>
const half = divisionsDown / 2

const emptyPicture: TracePicture = {
  window: { startSeconds: 0, endSeconds: 1 },
  runs: [],
  clipped: new Map(),
  glowing: new Set(),
  dots: 'auto',
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
  #paths(plot: uPlot, k: number): null {
    const run = this.#picture.runs[k]
    if (run === undefined || run.count === 0) return null
    const { ctx, bbox } = plot
    const { startSeconds, endSeconds } = this.#picture.window
    const perSecond = bbox.width / (endSeconds - startSeconds)
    const projection = {
      x: (seconds: number) => bbox.left + (seconds - startSeconds) * perSecond,
      y: (divisions: number) => bbox.top + ((half - divisions) * bbox.height) / divisionsDown,
    }
    const spans = this.#picture.clipped.get(run.channel) ?? []
    const paint = (color: string, columns: Path2D, rule: CanvasFillRule): void => {
      ctx.save()
      ctx.clip(columns, rule)
      ctx.strokeStyle = color
      ctx.fillStyle = color
      this.#paintRun(plot, run, projection)
      ctx.restore()
    }
    const around = new Path2D()
    around.rect(bbox.left, bbox.top, bbox.width, bbox.height)
    const red = new Path2D()
    for (const { left, width } of clippedColumns(spans, projection, sidesOf(bbox)))
      for (const path of [around, red]) path.rect(left, bbox.top, width, bbox.height)
    paint(channelColor(this.#palette, run.channel), around, 'evenodd')
    if (spans.length > 0) paint(this.#palette.bad, red, 'nonzero')
    return null
  }

  #paintRun({ ctx, bbox }: uPlot, run: TraceRun, projection: Projection): void {
    const ratio = uPlot.pxRatio
    const { line, inside } = this.#picture.glowing.has(run.channel) ? strength.aboveGlow : strength.alone
    if (run.form === 'band') paintBand(ctx, run, projection, lineWidth * ratio, { line, inside }, sidesOf(bbox))
    else if (isDense(run, sidesOf(bbox))) {
      ctx.globalAlpha = line
      const width = lineWidth * ratio
      forEachLineColumn(run, projection, sidesOf(bbox), (left, top, bottom) =>
        ctx.fillRect(left, top - width / 2, 1, bottom - top + width),
      )
    } else {
      ctx.lineJoin = 'round'
      ctx.lineWidth = lineWidth * ratio
      ctx.globalAlpha = line
      ctx.stroke(linePath(run, projection))
    }
    const radius = dotRadiusOf(run, bbox.width / ratio, this.#picture.dots) * ratio
    if (radius > 0) ctx.fill(sampleDots(run, projection, radius))
  }

  #paintBehind(plot: uPlot): void {
    paintGaps(plot.ctx, plot.bbox, this.#picture.gaps, this.#palette, uPlot.pxRatio)
  }

  #paintAbove(plot: uPlot): void {
    paintSeams(plot.ctx, plot.bbox, this.#picture.seams, this.#palette, uPlot.pxRatio)
  }
}

const sidesOf = ({ left, width }: uPlot.BBox): Sides => ({ left: Math.round(left), right: Math.round(left + width) })

/** First what is dim, then what is bright: few changes of strength are quicker than many. */
function paintBand(
  ctx: CanvasRenderingContext2D,
  run: TraceRun,
  projection: Projection,
  outline: number,
  { line, inside }: Strength,
  plot: Sides,
): void {
  ctx.globalAlpha = inside
  const paintInside: VisitColumn = (left, width, _top, upper, lower) => {
    if (lower > upper) ctx.fillRect(left, upper, width, lower - upper)
  }
  forEachColumn(run, projection, outline, paintInside, plot)
  ctx.globalAlpha = line
  const paintOutline: VisitColumn = (left, width, top, upper, lower, bottom) => {
    if (lower <= upper) ctx.fillRect(left, top, width, bottom - top)
    else {
      ctx.fillRect(left, top, width, upper - top)
      ctx.fillRect(left, lower, width, bottom - lower)
    }
  }
  forEachColumn(run, projection, outline, paintOutline, plot)
}
