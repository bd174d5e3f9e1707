// Paints what marks.ts places: seams as dashed lines with their label, gaps as hatching.
import { labelSeams, type PlacedGap, type PlacedSeam } from './marks.ts'
import type { Palette } from './palette.ts'

interface Area {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const labelPixels = 10.5
const hatchPixels = 7
/** Of a usual label, CSS pixels: gaps nearer together share one. */
const labelRoom = 170

export function paintGaps(
  context: CanvasRenderingContext2D,
  area: Area,
  gaps: readonly PlacedGap[],
  palette: Palette,
  pixelRatio: number,
): void {
  for (const gap of gaps) {
    const left = area.left + gap.from * area.width
    // A gap too short to see is still shown.
    const width = Math.max(2 * pixelRatio, (gap.to - gap.from) * area.width)
    context.save()
    context.beginPath()
    context.rect(left, area.top, width, area.height)
    context.clip()
    context.fillStyle = palette.bad
    context.globalAlpha = 0.1
    context.fillRect(left, area.top, width, area.height)
    context.globalAlpha = 0.55
    context.strokeStyle = palette.bad
    context.lineWidth = pixelRatio
    context.beginPath()
    const step = hatchPixels * pixelRatio
    for (let x = left - area.height; x < left + width; x += step) {
      context.moveTo(x, area.top + area.height)
      context.lineTo(x + area.height, area.top)
    }
    context.stroke()
    context.restore()
  }
}

export function paintSeams(
  context: CanvasRenderingContext2D,
  area: Area,
  seams: readonly PlacedSeam[],
  palette: Palette,
  pixelRatio: number,
): void {
  context.save()
  context.font = `${labelPixels * pixelRatio}px ${palette.mono}`
  context.textBaseline = 'top'
  context.lineWidth = pixelRatio
  context.setLineDash([4 * pixelRatio, 3 * pixelRatio])
  for (const seam of seams) {
    const x = Math.round(area.left + seam.at * area.width) + 0.5
    context.strokeStyle = seam.lost ? palette.bad : palette.accent
    context.beginPath()
    context.moveTo(x, area.top)
    context.lineTo(x, area.top + area.height)
    context.stroke()
  }
  for (const [k, { at, text, lost }] of labelSeams(seams, (labelRoom * pixelRatio) / area.width).entries()) {
    const x = Math.round(area.left + at * area.width) + 0.5
    context.fillStyle = lost ? palette.bad : palette.accent
    const room = context.measureText(text).width + 8 * pixelRatio
    context.textAlign = at * area.width > room ? 'right' : 'left'
    const away = (context.textAlign === 'right' ? -6 : 6) * pixelRatio
    // Neighbours take turns on four lines, so that labels of a busy minute stay readable.
    context.fillText(text, x + away, area.top + (10 + (k % 4) * 14) * pixelRatio)
  }
  context.restore()
}
