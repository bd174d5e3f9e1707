// The graticule on a canvas of its own behind the trace: painted when its size, the theme or a label changes, not with
// every frame. It is opaque, so that a compositor without a graphics card has nothing to mix it with.
import type { Palette } from '../plot/palette.ts'
import { type AxisLabels, noLabels } from './axis-labels.ts'
import { paintLabels } from './label-painter.ts'
import { paintGraticule } from './lines.ts'

/** As one text, so that unchanged ones are known at a glance. */
const written = ({ time, volts, channel }: AxisLabels): string =>
  [channel, ...time.map(({ text }) => text), ...volts.map(({ text }) => text)].join('|')

export class GraticuleCanvas {
  readonly #canvas = document.createElement('canvas')
  #palette: Palette
  #labels = noLabels

  constructor(host: HTMLElement, palette: Palette) {
    this.#palette = palette
    this.#canvas.className = 'layer'
    host.append(this.#canvas)
  }

  setPalette(palette: Palette): void {
    this.#palette = palette
    this.#paint()
  }

  /** What stands on it; costs nothing while it stays the same. */
  setLabels(labels: AxisLabels): void {
    if (labels === this.#labels) return
    const isSame = written(labels) === written(this.#labels)
    this.#labels = labels
    if (!isSame) this.#paint()
  }

  /** Size in device pixels. */
  resize(width: number, height: number): void {
    this.#canvas.width = width
    this.#canvas.height = height
    this.#paint()
  }

  dispose(): void {
    this.#canvas.remove()
  }

  #paint(): void {
    const context = this.#canvas.getContext('2d', { alpha: false })
    if (context !== null) this.paintOn(context, this.#canvas, devicePixelRatio)
  }

  /** All of it on a canvas of this size. @param ratio its pixels for each CSS pixel */
  paintOn(context: CanvasRenderingContext2D, size: { width: number; height: number }, ratio: number): void {
    const { width, height } = size
    context.fillStyle = this.#palette.screen
    context.fillRect(0, 0, width, height)
    paintGraticule(context, { left: 0, top: 0, width, height }, this.#palette, ratio)
    paintLabels(context, { width, height }, this.#labels, this.#palette, ratio)
  }
}
