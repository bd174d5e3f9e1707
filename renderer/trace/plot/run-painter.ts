// Paints a run of points: a line or a band in the colour of its channel, red where the channel is at its limit, with dots for samples
// that are far apart. On any canvas: the screen's, or that of a picture.
import type { ScreenSettings } from '#shared/contract/topics/screen.ts'
import { divisionsDown } from '#shared/screen/divisions.ts'
import type { TimeWindow } from '../../scale/axis.ts'
import { forEachColumn, type Sides, type VisitColumn } from './band-columns.ts'
import { type ClippedSpan, clippedColumns } from './clipped.ts'
import { forEachLineColumn, isDense } from './line-columns.ts'
import { channelColor, type Palette } from './palette.ts'
import { linePath, type Projection, sampleDots } from './run-paths.ts'
import { dotRadiusOf } from './sample-dots.ts'
import type { TraceRun } from './trace-builder.ts'

/** The runs of a picture, and what is said of all of them. */
export interface PaintedRuns {
  readonly window: TimeWindow
  readonly runs: readonly TraceRun[]
  /** When channels were at the end of their converter's range, by scan index. */
  readonly clipped: ReadonlyMap<number, readonly ClippedSpan[]>
  /** Channels whose phosphor glows beneath: their newest record is drawn all the same, but fainter. */
  readonly glowing: ReadonlySet<number>
  /** Samples as dots. */
  readonly dots: ScreenSettings['dots']
}

/** Where the plot lies on a canvas, in its pixels. */
export interface PaintArea {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface PaintGround {
  readonly context: CanvasRenderingContext2D
  readonly area: PaintArea
  /** Pixels of the canvas for each CSS pixel. */
  readonly ratio: number
  readonly palette: Palette
  /** What the context takes as a path, where it draws lines and no pixels. Default: that of a canvas. */
  readonly newPath?: () => Path2D
}

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

/** @param color in the place of that of its channel */
export function paintRun(ground: PaintGround, picture: PaintedRuns, k: number, color?: string): void {
  const run = picture.runs[k]
  if (run === undefined || run.count === 0) return
  const { context, area, palette, newPath = () => new Path2D() } = ground
  const { startSeconds, endSeconds } = picture.window
  const perSecond = area.width / (endSeconds - startSeconds)
  const projection = {
    x: (seconds: number) => area.left + (seconds - startSeconds) * perSecond,
    y: (divisions: number) => area.top + ((half - divisions) * area.height) / divisionsDown,
  }
  const spans = picture.clipped.get(run.channel) ?? []
  const paint = (style: string, columns: Path2D, rule: CanvasFillRule): void => {
    context.save()
    context.clip(columns, rule)
    context.strokeStyle = style
    context.fillStyle = style
    paintForm(ground, picture, run, projection)
    context.restore()
  }
  const around = newPath()
  around.rect(area.left, area.top, area.width, area.height)
  const red = newPath()
  for (const { left, width } of clippedColumns(spans, projection, sidesOf(area)))
    for (const path of [around, red]) path.rect(left, area.top, width, area.height)
  paint(color ?? channelColor(palette, run.channel), around, 'evenodd')
  if (spans.length > 0) paint(palette.bad, red, 'nonzero')
}

function paintForm(
  { context, area, ratio, newPath }: PaintGround,
  { glowing, dots }: PaintedRuns,
  run: TraceRun,
  projection: Projection,
): void {
  const { line, inside } = glowing.has(run.channel) ? strength.aboveGlow : strength.alone
  const width = lineWidth * ratio
  if (run.form === 'band') paintBand(context, run, projection, width, { line, inside }, sidesOf(area))
  // Columns of pixels are quicker than a line, but no line in a drawing.
  else if (newPath === undefined && isDense(run, sidesOf(area))) {
    context.globalAlpha = line
    forEachLineColumn(run, projection, sidesOf(area), (left, top, bottom) =>
      context.fillRect(left, top - width / 2, 1, bottom - top + width),
    )
  } else {
    context.lineJoin = 'round'
    context.lineWidth = width
    context.globalAlpha = line
    context.stroke(linePath(run, projection, newPath?.()))
  }
  const radius = dotRadiusOf(run, area.width / ratio, dots) * ratio
  if (radius > 0) context.fill(sampleDots(run, projection, radius, newPath?.()))
}

const sidesOf = ({ left, width }: PaintArea): Sides => ({ left: Math.round(left), right: Math.round(left + width) })

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
