// What is drawn of an overview: the graticule with its times, and the samples above it, by the parts that draw the trace.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Seam } from '#shared/contract/topics/seams.ts'
import type { TimeAxis, ViewSettings } from '#shared/contract/topics/view.ts'
import type { Frame } from '#shared/frame/frame.ts'
import type { ChannelView } from '#shared/screen/channel-view.ts'
import { zeroSample } from '../../scale/axis.ts'
import { LabelKeeper } from '../../trace/graticule/axis-labels.ts'
import { GraticuleCanvas } from '../../trace/graticule/graticule-canvas.ts'
import { onOneCanvas } from '../../trace/one-canvas.ts'
import type { Palette } from '../../trace/plot/palette.ts'
import { composePicture } from '../../trace/plot/picture.ts'
import { TracePlot } from '../../trace/plot/trace-plot.ts'

export interface OverviewInput {
  /** The overview's. */
  readonly frame: Frame
  readonly axis: TimeAxis
  /** Of the trace. */
  readonly view: ViewSettings
  /** Those that are drawn, the math trace among them. */
  readonly channels: readonly ChannelState[]
  readonly channelView: (channel: ChannelState) => ChannelView
  readonly seams: readonly Seam[]
}

export class OverviewScreen {
  readonly #host: HTMLElement
  readonly #graticule: GraticuleCanvas
  readonly #plot: TracePlot
  readonly #labels = new LabelKeeper()

  constructor(host: HTMLElement, palette: Palette) {
    this.#host = host
    this.#graticule = new GraticuleCanvas(host, palette)
    this.#plot = new TracePlot(host, palette)
  }

  draw({ frame, axis, view, channels, channelView, seams }: OverviewInput): void {
    const noVolts = { channel: null, voltsPerDiv: 1, offsetVolts: 0 }
    this.#graticule.setLabels(this.#labels.of({ ...axis, hasZero: zeroSample(frame, view) !== null, ...noVolts }))
    this.#plot.draw(
      composePicture({
        frame,
        view: { ...view, ...axis },
        channels,
        channelView,
        seams,
        pixelHeight: this.#plot.pixels.height,
      }),
    )
  }

  /** Size in CSS pixels. */
  resize(width: number, height: number): void {
    this.#plot.resize(width, height)
    const { pixels } = this.#plot
    this.#graticule.resize(pixels.width, pixels.height)
  }

  setPalette(palette: Palette): void {
    this.#plot.setPalette(palette)
    this.#graticule.setPalette(palette)
  }

  /** All of it on one canvas, in device pixels. */
  paint(): HTMLCanvasElement {
    return onOneCanvas(this.#host, this.#plot.pixels)
  }

  dispose(): void {
    this.#plot.dispose()
    this.#graticule.dispose()
  }
}
