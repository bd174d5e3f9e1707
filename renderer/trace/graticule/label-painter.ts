// Writes the labels on the graticule: the time along the lower edge, the voltage along the left one, beside a bar in the
// colour of its channel. They lie behind the trace.
import { divisionsAcross, divisionsDown } from '#shared/screen/divisions.ts'
import { channelColor, type Palette } from '../plot/palette.ts'
import { type AxisLabels, labelStride } from './axis-labels.ts'

/** All in CSS pixels. */
const textPixels = 10
/** Beside the handles of the channels. */
const voltsLeft = 29
const barLeft = 24
const timeBottom = 4
/** Of a level line, and between two labels. */
const above = 4
const between = 10
/** Of the channel's colour in its bar: it is not to be taken for a trace. */
const barStrength = 0.55

interface Area {
  readonly width: number
  readonly height: number
}

/** Draws on a canvas in device pixels. */
export function paintLabels(
  context: CanvasRenderingContext2D,
  { width, height }: Area,
  { time, volts, channel }: AxisLabels,
  palette: Palette,
  pixelRatio: number,
): void {
  const px = (cssPixels: number): number => Math.round(cssPixels * pixelRatio)
  context.save()
  context.font = `${px(textPixels)}px ${palette.mono}`
  context.textBaseline = 'alphabetic'
  const widthOf = (text: string): number => context.measureText(text).width
  /** On a plate, so that no line of the graticule runs through it. */
  const write = (text: string, left: number, baseline: number): void => {
    context.fillStyle = palette.screen
    context.fillRect(left - px(2), baseline - px(textPixels - 1), widthOf(text) + px(4), px(textPixels + 1))
    context.fillStyle = palette.dimText
    context.fillText(text, left, baseline)
  }
  const usual = time.filter(({ division }) => division * 2 !== divisionsAcross)
  const widest = Math.max(0, ...usual.map(({ text }) => widthOf(text))) + px(between)
  const stride = labelStride(widest, width / divisionsAcross)
  const middle = divisionsAcross / 2
  // What stands in the middle may be longer than the others, and pushes out those it would touch.
  const reach = Math.max(0, ...time.filter((label) => !usual.includes(label)).map(({ text }) => widthOf(text) / 2))
  for (const { division, text } of time) {
    const away = Math.abs(division - middle)
    const taken = reach + px(between) + widthOf(text) / 2
    if (away % stride !== 0 && away !== 0) continue
    if (away !== 0 && away * (width / divisionsAcross) < taken) continue
    write(text, Math.round((width * division) / divisionsAcross - widthOf(text) / 2), height - px(timeBottom))
  }
  const color = channel === null ? null : channelColor(palette, channel)
  if (height / divisionsDown < px(textPixels + above + 2)) volts = []
  for (const { division, text } of volts) {
    const baseline = Math.round((height * division) / divisionsDown) - px(above)
    write(text, px(voltsLeft), baseline)
    if (color === null) continue
    context.globalAlpha = barStrength
    context.fillStyle = color
    context.fillRect(px(barLeft), baseline - px(textPixels - 2), px(2), px(textPixels - 2))
    context.globalAlpha = 1
  }
  context.restore()
}
