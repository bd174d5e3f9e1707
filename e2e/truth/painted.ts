// A frame on the product's own screen, and what is lit of it. Runs in a browser.

import type { OpenPainter } from '#renderer/trace/phosphor/phosphor-screen.ts'
import type { Palette } from '#renderer/trace/plot/palette.ts'
import { TraceScreen } from '#renderer/trace/trace-screen.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Seam } from '#shared/contract/topics/seams.ts'
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import { decodeFrame } from '#shared/frame/frame.ts'
import { defaultInput } from '#shared/kinds/settings.ts'
import type { SentLook } from './commands.ts'
import { plotSize, voltsPerDiv } from './looks.ts'

export const { width, height } = plotSize
/** Less than this, of 255, nobody sees. */
const leastLight = 24

const palette: Palette = {
  screen: '#06080a',
  grid: '#222',
  accent: '#ffffff',
  bad: '#ffd447',
  text: '#fff',
  dimText: '#fff',
  line: '#333',
  mono: 'monospace',
  font: 'sans-serif',
  channels: ['#ffd447', '#3fd7e0', '#f0f', '#0f0'],
  math: '#fff',
  lanes: { queued: '#111', active: '#111', done: '#111', held: '#111' },
}

const noSeams: readonly Seam[] = []

const channel: ChannelState = {
  id: 'voltage0',
  index: 0,
  enabled: true,
  scanType: 'le:s16/16>>0',
  unit: 'V',
  scaleMillivolts: 1,
  offsetCodes: 0,
  factor: 1,
  input: defaultInput,
  source: 'sine',
  file: null,
  loading: null,
  stream: null,
}

export interface Painted {
  /** Opacity by row and column, 0..255. */
  readonly light: Uint8Array
  /** Whether a persistence map is on it. */
  readonly hasMap: boolean
  readonly countedShare: number | null
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

export function codesOf(text: string): Float32Array<ArrayBuffer> {
  return new Float32Array(bytesOf(text).buffer)
}

/** Row of a code, with a fraction, from the top. */
export function rowOf(code: number): number {
  return height * (0.5 - code / 1000 / voltsPerDiv / 8)
}

/** The trace on a screen of its own; one screen may draw many looks. */
export class PaintedScreen {
  readonly #host = document.createElement('div')
  readonly #screen: TraceScreen
  readonly #copy = document.createElement('canvas')
  readonly #context: CanvasRenderingContext2D
  #view: ViewSettings = { secondsPerDiv: 1, positionSeconds: 0, columns: width, atSample: null }

  constructor(openers: readonly OpenPainter[]) {
    Object.assign(this.#host.style, { position: 'relative', width: `${width}px`, height: `${height}px` })
    document.body.replaceChildren(this.#host)
    this.#screen = new TraceScreen(this.#host, palette, openers)
    this.#screen.resize(width, height)
    Object.assign(this.#copy, { width, height })
    this.#context = this.#copy.getContext('2d', { willReadFrequently: true })!
  }

  /** @param nowMs time of the animation frame; left out: painted in any case */
  async paint({ frame, view, isGlowing }: SentLook, nowMs = Number.POSITIVE_INFINITY): Promise<Painted> {
    const settings = { ...view, columns: width, persistence: isGlowing }
    // As on the page: the same view is the same object.
    if (JSON.stringify(settings) !== JSON.stringify(this.#view)) this.#view = settings
    const drawn = this.#screen.draw(
      {
        frame: decodeFrame(bytesOf(frame)),
        view: this.#view,
        channels: [channel],
        channelView: () => ({ voltsPerDiv, offsetVolts: 0 }),
        seams: noSeams,
        selected: channel,
        unit: 'V',
      },
      nowMs,
    )
    // uPlot draws when the present task is done with.
    await Promise.resolve()
    await Promise.resolve()
    const context = this.#context
    context.clearRect(0, 0, width, height)
    // The first canvas is the graticule.
    for (const canvas of [...this.#host.querySelectorAll('canvas')].slice(1))
      context.drawImage(canvas, 0, 0, width, height)
    const pixels = context.getImageData(0, 0, width, height).data
    const light = new Uint8Array(width * height)
    for (let k = 0; k < light.length; k++) light[k] = pixels[4 * k + 3]!
    return { light, hasMap: drawn.countedShare !== null, countedShare: drawn.countedShare }
  }

  /** Nothing of what was painted is left. */
  wipe(): void {
    for (const canvas of [...this.#host.querySelectorAll('canvas')].slice(1))
      canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height)
  }

  dispose(): void {
    this.#screen.dispose()
  }
}

export const isLit = (light: Uint8Array, column: number, row: number): boolean =>
  light[row * width + column]! >= leastLight
