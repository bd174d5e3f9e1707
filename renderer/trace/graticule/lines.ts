// The 10 x 8 graticule: faint lines at the divisions, clearer ones through the middle, five ticks to a division.
import { divisionsAcross, divisionsDown } from '#shared/screen/divisions.ts'
import type { Palette } from '../plot/palette.ts'

const ticksPerDivision = 5

/** Draws on a canvas in device pixels. */
export function paintGraticule(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
  palette: Palette,
  pixelRatio: number,
): void {
  const thin = Math.max(1, Math.round(pixelRatio))
  const tick = 3 * pixelRatio
  context.save()
  context.fillStyle = palette.grid
  const middleX = left + width / 2
  const middleY = top + height / 2
  for (let k = 1; k < divisionsAcross * ticksPerDivision; k++) {
    const x = Math.round(left + (width * k) / (divisionsAcross * ticksPerDivision))
    context.globalAlpha = k * 2 === divisionsAcross * ticksPerDivision ? 1 : 0.55
    if (k % ticksPerDivision === 0) context.fillRect(x, top, thin, height)
    context.globalAlpha = 0.8
    if (k % ticksPerDivision !== 0) context.fillRect(x, middleY - tick, thin, 2 * tick)
  }
  for (let k = 1; k < divisionsDown * ticksPerDivision; k++) {
    const y = Math.round(top + (height * k) / (divisionsDown * ticksPerDivision))
    context.globalAlpha = k * 2 === divisionsDown * ticksPerDivision ? 1 : 0.55
    if (k % ticksPerDivision === 0) context.fillRect(left, y, width, thin)
    context.globalAlpha = 0.8
    if (k % ticksPerDivision !== 0) context.fillRect(middleX - tick, y, 2 * tick, thin)
  }
  context.restore()
}
