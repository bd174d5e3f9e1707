// The canvas the phosphor glows on. Takes WebGL2 where a graphics card drives it, and else, or once its context is lost,
// a 2D canvas with the same look.
import { channelColor, type Palette } from '../plot/palette.ts'
import { FlatPainter } from './flat-painter.ts'
import { GlPainter } from './gl-painter.ts'
import type { PhosphorPainter } from './painter.ts'
import type { PlacedMap } from './phosphor-map.ts'
import { type ToneTable, toneTable } from './tone.ts'

/** Without a graphics card every other frame paints the glow: the processor has the capture to do as well. */
const flatPauseMs = 30

/** Whether the same channels lie at the same heights and widths, up to a pixel. */
function samePlaces(now: readonly PlacedMap[], before: readonly PlacedMap[]): boolean {
  const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-3
  return (
    now.length === before.length &&
    now.every(({ channel, place }, k) => {
      const other = before[k]
      return (
        other?.channel === channel &&
        near(place.left, other.place.left) &&
        near(place.right, other.place.right) &&
        near(place.top, other.place.top) &&
        near(place.bottom, other.place.bottom)
      )
    })
  )
}

/** Opens the painter of a fresh canvas; null when it cannot be had. */
export type OpenPainter = (canvas: HTMLCanvasElement) => PhosphorPainter | null

export class PhosphorScreen {
  readonly #host: HTMLElement
  readonly #openers: OpenPainter[]
  #canvas: HTMLCanvasElement
  #painter: PhosphorPainter | null = null
  #palette: Palette
  #tables = new Map<number, ToneTable>()
  #maps: readonly PlacedMap[] = []
  #paintedMs = Number.NEGATIVE_INFINITY
  /** Told when the context was lost, and another painter has taken over. */
  onContextLost: () => void = () => undefined

  constructor(
    host: HTMLElement,
    palette: Palette,
    openers: readonly OpenPainter[] = [GlPainter.open, FlatPainter.open],
  ) {
    this.#host = host
    this.#palette = palette
    this.#openers = [...openers]
    this.#canvas = this.#open(1, 1)
  }

  /** How it is drawn now; null when no canvas can be had at all. */
  get kind(): PhosphorPainter['kind'] | null {
    return this.#painter?.kind ?? null
  }

  /** What it glows on; null: nothing does. */
  get glow(): HTMLCanvasElement | null {
    return this.#maps.length === 0 ? null : this.#canvas
  }

  setPalette(palette: Palette): void {
    this.#palette = palette
    this.#tables.clear()
  }

  /** Size in device pixels. */
  resize(width: number, height: number): void {
    if (this.#canvas.width === width && this.#canvas.height === height) return
    this.#canvas.width = width
    this.#canvas.height = height
    this.#repaint()
  }

  /**
   * @param nowMs time of the animation frame; Infinity to paint in any case
   * @param mayWait whether the glow of a moment ago, at the same places, would do
   */
  draw(maps: readonly PlacedMap[], nowMs: number, mayWait: boolean): void {
    // Nothing before, nothing now: the canvas need not be touched.
    if (maps.length === 0 && this.#maps.length === 0) return
    const isEarly = mayWait && this.kind === '2d' && nowMs - this.#paintedMs < flatPauseMs
    const isSame = samePlaces(maps, this.#maps)
    this.#maps = maps
    // The glow changes slowly and the hand does not: only a picture that stands still may wait.
    if (isEarly && isSame) return
    this.#paintedMs = Number.isFinite(nowMs) ? nowMs : this.#paintedMs
    this.#repaint()
  }

  dispose(): void {
    this.#painter?.dispose()
    this.#canvas.remove()
  }

  #repaint(): void {
    this.#painter?.paint(this.#maps, (channel) => this.#table(channel))
  }

  #table(channel: number): ToneTable {
    const known = this.#tables.get(channel)
    if (known !== undefined) return known
    const made = toneTable(channelColor(this.#palette, channel), this.#palette.screen)
    this.#tables.set(channel, made)
    return made
  }

  /** A canvas keeps its first kind of context for ever: each painter that is tried gets a canvas of its own. */
  #open(width: number, height: number): HTMLCanvasElement {
    for (;;) {
      const canvas = document.createElement('canvas')
      canvas.className = 'layer'
      canvas.width = width
      canvas.height = height
      const opener = this.#openers.shift()
      this.#painter = opener?.(canvas) ?? null
      if (this.#painter === null && opener !== undefined) continue
      canvas.addEventListener('webglcontextlost', () => this.#fallBack(), { once: true })
      this.#host.append(canvas)
      return canvas
    }
  }

  #fallBack(): void {
    const { width, height } = this.#canvas
    this.#painter?.dispose()
    this.#canvas.remove()
    this.#canvas = this.#open(width, height)
    this.#repaint()
    this.onContextLost()
  }
}
