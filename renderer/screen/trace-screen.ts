// The trace on its canvases, from the back to the front: the graticule, the phosphor, the plot. Here is decided what of a
// frame is drawn: its samples always, and its persistence maps beneath them where they are of the window on the screen.
import type { Frame } from '#shared/contract/frame.ts'
import type { ChannelState, Seam, ViewSettings } from '#shared/contract/instrument.ts'
import { placeMaps } from '../phosphor/phosphor-map.ts'
import { type OpenPainter, PhosphorScreen } from '../phosphor/phosphor-screen.ts'
import { timeWindow } from '../plot/axis.ts'
import { GraticuleCanvas } from '../plot/graticule-canvas.ts'
import type { Palette } from '../plot/palette.ts'
import { composePicture } from '../plot/picture.ts'
import { writeSights } from '../plot/sights.ts'
import { TracePlot } from '../plot/trace-plot.ts'
import type { ChannelView } from '../plot/vertical.ts'

export interface TraceInput {
  readonly frame: Frame
  readonly view: ViewSettings
  /** Enabled channels. */
  readonly channels: readonly ChannelState[]
  readonly channelView: (channel: ChannelState) => ChannelView
  readonly seams: readonly Seam[]
}

export interface DrawnTrace {
  /** Some channel was drawn as minimum and maximum of each column. */
  readonly isBanded: boolean
  /** Share of the samples that the persistence maps on the screen were counted from; null: none is on it. */
  readonly countedShare: number | null
  /** Where each channel is to be seen, as `writeSights` writes it. */
  readonly sights: string
}

export class TraceScreen {
  readonly #graticule: GraticuleCanvas
  readonly #phosphor: PhosphorScreen
  readonly #plot: TracePlot

  /** @param openers painters of the phosphor, in the order they are tried; default: those of the product */
  constructor(host: HTMLElement, palette: Palette, openers?: readonly OpenPainter[]) {
    this.#graticule = new GraticuleCanvas(host, palette)
    this.#phosphor = new PhosphorScreen(host, palette, openers)
    this.#plot = new TracePlot(host, palette)
  }

  /** Width of the plot in device pixels: the most columns that can be told apart. */
  get columns(): number {
    return this.#plot.columns
  }

  /** @param nowMs time of the animation frame */
  draw({ frame, view, channels, channelView, seams }: TraceInput, nowMs: number): DrawnTrace {
    const maps = view.persistence ? placeMaps(frame, timeWindow(view), channels, channelView) : []
    this.#phosphor.draw(maps, frame.stopped ? Number.POSITIVE_INFINITY : nowMs)
    const picture = composePicture({
      frame,
      view,
      channels,
      channelView,
      seams,
      glowing: new Set(maps.map((map) => map.channel)),
      pixelHeight: this.#plot.pixels.height,
    })
    this.#plot.draw(picture)
    return {
      isBanded: picture.runs.some((run) => run.form === 'band'),
      sights: writeSights(picture.runs, picture.window),
      countedShare: maps.length === 0 ? null : Math.min(...maps.map(({ map }) => map.countedShare)),
    }
  }

  /** Size in CSS pixels. */
  resize(cssWidth: number, cssHeight: number): void {
    this.#plot.resize(cssWidth, cssHeight)
    const { width, height } = this.#plot.pixels
    this.#graticule.resize(width, height)
    this.#phosphor.resize(width, height)
  }

  setPalette(palette: Palette): void {
    for (const part of [this.#plot, this.#graticule, this.#phosphor]) part.setPalette(palette)
  }

  dispose(): void {
    for (const part of [this.#plot, this.#graticule, this.#phosphor]) part.dispose()
  }
}
