// The trace on its canvases, from the back to the front: the graticule, the phosphor, the plot. Here is decided what of a
// frame is drawn: its samples always, and its persistence maps beneath them where they are of the window on the screen.

import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { ScreenSettings } from '#shared/contract/topics/screen.ts'
import type { Seam } from '#shared/contract/topics/seams.ts'
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { Frame } from '#shared/frame/frame.ts'
import type { ChannelView } from '#shared/screen/channel-view.ts'
import { secondsBehind, timeWindow, zeroSample } from '../scale/axis.ts'
import { LabelKeeper } from './graticule/axis-labels.ts'
import { GraticuleCanvas } from './graticule/graticule-canvas.ts'
import { onOneCanvas } from './one-canvas.ts'
import { placeMaps } from './phosphor/phosphor-map.ts'
import { type OpenPainter, PhosphorScreen } from './phosphor/phosphor-screen.ts'
import { joinedWords } from './plot/joined-words.ts'
import type { Palette } from './plot/palette.ts'
import { composePicture } from './plot/picture.ts'
import type { ReferenceTrace } from './plot/reference-run.ts'
import { writeSights } from './plot/sights.ts'
import { TracePlot } from './plot/trace-plot.ts'

export interface TraceInput {
  readonly frame: Frame
  readonly view: ViewSettings
  /** Enabled channels. */
  readonly channels: readonly ChannelState[]
  readonly channelView: (channel: ChannelState) => ChannelView
  readonly seams: readonly Seam[]
  readonly references?: readonly ReferenceTrace[]
  /** How samples are drawn that are few to a pixel. */
  readonly drawing?: Pick<ScreenSettings, 'dots' | 'interpolation'>
  /** Whose voltages stand on the graticule; null: none is on. */
  readonly selected: ChannelState | null
  /** Of its values. */
  readonly unit: string
}

export interface DrawnTrace {
  /** Some channel was drawn as minimum and maximum of each column. */
  readonly isBanded: boolean
  /** What is drawn where samples are few to a pixel, in words; null: nothing of that kind. */
  readonly joined: string | null
  /** Share of the samples that the persistence maps on the screen were counted from; null: none is on it. */
  readonly countedShare: number | null
  /** Where each channel is to be seen, as `writeSights` writes it. */
  readonly sights: string
}

/** Whether two inputs differ in nothing but the samples. */
function isSameButFor(before: TraceInput, now: TraceInput): boolean {
  return (
    before.view === now.view &&
    before.seams === now.seams &&
    before.frame.epoch === now.frame.epoch &&
    before.frame.form === now.frame.form &&
    before.channels.length === now.channels.length &&
    before.channels.every((channel, k) => channel === now.channels[k])
  )
}

export class TraceScreen {
  readonly #host: HTMLElement
  readonly #graticule: GraticuleCanvas
  readonly #labels = new LabelKeeper()
  readonly #phosphor: PhosphorScreen
  readonly #plot: TracePlot
  /** What was drawn last; null: nothing, or a size or colours ago. */
  #drawn: TraceInput | null = null

  /** @param openers painters of the phosphor, in the order they are tried; default: those of the product */
  constructor(host: HTMLElement, palette: Palette, openers?: readonly OpenPainter[]) {
    this.#host = host
    this.#graticule = new GraticuleCanvas(host, palette)
    this.#phosphor = new PhosphorScreen(host, palette, openers)
    this.#plot = new TracePlot(host, palette)
  }

  /** What paints the glow now; null: nothing can. */
  get glowPainter(): string | null {
    return this.#phosphor.kind
  }

  /** @param fn told when the graphics lost the picture, and the glow is painted without them */
  set onContextLost(fn: () => void) {
    this.#phosphor.onContextLost = fn
  }

  /** Width of the plot in device pixels: the most columns that can be told apart. */
  get columns(): number {
    return this.#plot.columns
  }

  /** @param nowMs time of the animation frame */
  draw(input: TraceInput, nowMs: number): DrawnTrace {
    const { frame, view, channels, channelView, seams } = input
    this.#label(input)
    const maps = view.persistence ? placeMaps(frame, timeWindow(view), channels, channelView) : []
    // The glow may be one of a moment ago, but of nothing else than what is drawn above it.
    const mayWait = !frame.stopped && this.#drawn !== null && isSameButFor(this.#drawn, input)
    this.#phosphor.draw(maps, nowMs, mayWait)
    this.#drawn = input
    const picture = composePicture({
      frame,
      view,
      channels,
      channelView,
      seams,
      ...input.drawing,
      references: input.references ?? [],
      glowing: new Set(maps.map((map) => map.channel)),
      pixelHeight: this.#plot.pixels.height,
    })
    this.#plot.draw(picture)
    return {
      isBanded: picture.runs.some((run) => run.form === 'band'),
      joined: joinedWords(picture, this.#plot.cssWidth),
      sights: writeSights(picture.runs, picture.window),
      countedShare: maps.length === 0 ? null : Math.min(...maps.map(({ map }) => map.countedShare)),
    }
  }

  /** All of it on one canvas; null: nothing was drawn yet. */
  paint(nowMs: number): HTMLCanvasElement | null {
    const input = this.#drawn
    if (input === null) return null
    // Anew: what a graphics card has painted can be read only in the same breath.
    this.#drawn = null
    this.draw(input, nowMs)
    return onOneCanvas(this.#host, this.#plot.pixels)
  }

  /**
   * All of it on another canvas, in CSS pixels; null: nothing was drawn yet.
   * @param newPath what that canvas takes as a path
   */
  paintOn(
    context: CanvasRenderingContext2D,
    newPath: () => Path2D,
    nowMs: number,
  ): { width: number; height: number } | null {
    const input = this.#drawn
    if (input === null) return null
    // Anew: what a graphics card has painted can be read only in the same breath.
    this.#drawn = null
    this.draw(input, nowMs)
    const size = { width: this.#plot.cssWidth, height: this.#plot.cssHeight }
    this.#graticule.paintOn(context, size, 1)
    if (this.#phosphor.glow !== null) context.drawImage(this.#phosphor.glow, 0, 0, size.width, size.height)
    this.#plot.paintOn(context, { left: 0, top: 0, ...size }, 1, newPath)
    return size
  }

  #label({ frame, view, selected, unit, channelView }: TraceInput): void {
    const { voltsPerDiv, offsetVolts } = selected === null ? { voltsPerDiv: 1, offsetVolts: 0 } : channelView(selected)
    this.#graticule.setLabels(
      this.#labels.of({
        secondsPerDiv: view.secondsPerDiv,
        positionSeconds: view.positionSeconds,
        hasZero: zeroSample(frame, view) !== null,
        behindSeconds: secondsBehind(view),
        channel: selected?.index ?? null,
        voltsPerDiv,
        offsetVolts,
        unit,
      }),
    )
  }

  /** Size in CSS pixels. */
  resize(cssWidth: number, cssHeight: number): void {
    this.#drawn = null
    this.#plot.resize(cssWidth, cssHeight)
    const { width, height } = this.#plot.pixels
    this.#graticule.resize(width, height)
    this.#phosphor.resize(width, height)
  }

  setPalette(palette: Palette): void {
    this.#drawn = null
    for (const part of [this.#plot, this.#graticule, this.#phosphor]) part.setPalette(palette)
  }

  dispose(): void {
    for (const part of [this.#plot, this.#graticule, this.#phosphor]) part.dispose()
  }
}
