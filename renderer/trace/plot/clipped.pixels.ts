// Only what is clipped is red, as it is painted: samples and columns. Runs in a real browser.
import '../../kit/style/tokens.css'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import { channelColor, readPalette } from './palette.ts'
import { composePicture } from './picture.ts'
import { TracePlot } from './trace-plot.ts'

const [width, height] = [600, 200]
const samples = 60
/** Samples at the upper end of the range. */
const clippedFrom = 20
const clippedUntil = 26

/** Of one channel that is clipped somewhere, or nowhere. */
function frameOf(kind: 'samples' | 'envelope', values: readonly number[], clippedChannels: number): Frame {
  const points = kind === 'samples' ? values.length : values.length / 2
  const data = new Uint8Array(Int16Array.from(values).buffer)
  return {
    ...({
      sequence: 1,
      epoch: 1,
      form: kind === 'samples' ? 'raw' : 'envelope',
      anchor: 'trigger',
      stopped: false,
    } as const),
    ...{ hasGap: false, clippedChannels, points, firstSample: 0, scansPerPoint: 1, triggerSample: 0 },
    ...{ samplingFrequencyHz: 1, madeFromSamples: points, newestSample: points, oldestSample: 0, convertedUnixMs: 0 },
    sections: [{ kind: sectionKind[kind], channel: 0, data }],
  }
}

const channel = { index: 0, scaleMillivolts: 1, offsetCodes: 0 } as unknown as ChannelState

let plot: TracePlot | null = null
afterEach(() => {
  plot?.dispose()
  plot = null
  document.body.replaceChildren()
})

function rgb(color: string): [number, number, number] {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!
  context.fillStyle = color
  context.fillRect(0, 0, 1, 1)
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data
  return [r, g, b]
}

/** By column of pixels: which of the colours a frame leaves there. */
async function painted(frame: Frame): Promise<{ red: boolean; own: boolean }[]> {
  const host = document.createElement('div')
  Object.assign(host.style, { width: `${width}px`, height: `${height}px` })
  document.body.append(host)
  const palette = readPalette()
  plot = new TracePlot(host, palette)
  plot.resize(width, height)
  const view = { secondsPerDiv: samples / 10, positionSeconds: samples / 2, columns: width, atSample: null }
  const channelView = () => ({ voltsPerDiv: 10, offsetVolts: 0 })
  const input = { frame, view, channels: [channel], channelView, seams: [], pixelHeight: height }
  plot.draw(composePicture({ ...input, dots: 'off' }))
  // What is painted is on the canvas with the next picture of the screen.
  await new Promise((resolve) => requestAnimationFrame(resolve))
  const canvas = host.querySelector('canvas')!
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
  const [bad, own] = [rgb(palette.bad), rgb(channelColor(palette, 0))]
  const ratio = canvas.width / width
  // Half transparent pixels have the colour they were painted with.
  const isLike = (at: number, [r, g, b]: readonly number[]): boolean =>
    data[at + 3]! > 60 && Math.abs(data[at]! - r!) + Math.abs(data[at + 1]! - g!) + Math.abs(data[at + 2]! - b!) < 30
  return Array.from({ length: width }, (_, column) => {
    const found = { red: false, own: false }
    for (let y = 0; y < canvas.height; y++) {
      const at = 4 * (y * canvas.width + Math.floor(column * ratio))
      if (isLike(at, bad)) found.red = true
      if (isLike(at, own)) found.own = true
    }
    return found
  })
}

const isClipped = (sample: number): boolean => sample >= clippedFrom && sample < clippedUntil
const codes = Array.from({ length: samples + 1 }, (_, k) =>
  isClipped(k) ? 32767 : Math.round(20000 * Math.sin((2 * Math.PI * k) / 30)),
)

describe.each(['dark', 'light'])('in %s', (theme) => {
  it.each([
    {
      name: 'samples',
      frame: frameOf('samples', codes, 1),
      // Half a sample to both sides.
      from: (clippedFrom - 0.5) * 10,
      until: (clippedUntil - 0.5) * 10,
    },
    {
      name: 'columns',
      frame: frameOf(
        'envelope',
        codes.slice(0, samples).flatMap((code) => [code - 3000, code]),
        1,
      ),
      from: clippedFrom * 10,
      until: clippedUntil * 10,
    },
  ])('of $name only those at a limit are red', async ({ frame, from, until }) => {
    document.documentElement.dataset.theme = theme
    const columns = await painted(frame)
    const wrong = columns.flatMap((one, column) => {
      // The last column may be cut by the end of the frame.
      if (column >= width - 10) return []
      const isInside = column >= from && column < until
      return one.red === isInside && one.own === !isInside ? [] : [{ column, ...one }]
    })
    expect(wrong).toEqual([])
  })

  it('nothing is red where nothing is clipped', async () => {
    document.documentElement.dataset.theme = theme
    const unclipped = codes.map((code) => Math.min(code, 32766))
    const columns = await painted(frameOf('samples', unclipped, 0))
    expect(columns.some(({ red }) => red)).toBe(false)
    expect(columns.filter(({ own }) => own).length).toBeGreaterThan(width * 0.95)
  })
})
