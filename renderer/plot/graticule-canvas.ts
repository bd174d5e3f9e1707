// The graticule on a canvas of its own behind the trace: painted when its size or the theme changes, not with every frame.
// It is opaque, so that a compositor without a graphics card has nothing to mix it with.
import { paintGraticule } from './graticule.ts'
import type { Palette } from './palette.ts'

export class GraticuleCanvas {
  readonly #canvas = document.createElement('canvas')
  #palette: Palette

  constructor(host: HTMLElement, palette: Palette) {
    this.#palette = palette
    this.#canvas.className = 'layer'
    host.append(this.#canvas)
  }

  setPalette(palette: Palette): void {
    this.#palette = palette
    this.#paint()
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
    const { width, height } = this.#canvas
    const context = this.#canvas.getContext('2d', { alpha: false })
    if (context === null) return
    context.fillStyle = this.#palette.screen
    context.fillRect(0, 0, width, height)
    paintGraticule(context, { left: 0, top: 0, width, height }, this.#palette, devicePixelRatio)
  }
}
