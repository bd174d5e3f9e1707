// The small plots as they are painted, in both themes. Runs in a real browser.
import '../../kit/style/tokens.css'
import 'uplot/dist/uPlot.min.css'
import { afterEach, describe, expect, it } from 'vitest'
import type { MeasurementPlot } from '#shared/contract/topics/measure.ts'
import { fakePlot } from '#shared/testing/fake-measured.ts'
import { readPalette } from '../../trace/plot/palette.ts'
import { histogramPicture, type PlotKind, SmallPlot, trendPicture } from './small-plot.ts'

const [width, height] = [360, 124]
let plot: SmallPlot | null = null
afterEach(() => {
  plot?.dispose()
  plot = null
})

/** Pixels of the plot, which is painted behind the present task. */
async function painted(kind: PlotKind, theme: string, of: MeasurementPlot): Promise<ImageData> {
  document.documentElement.dataset.theme = theme
  document.body.replaceChildren()
  const palette = readPalette()
  plot = new SmallPlot(document.body, kind, palette)
  plot.resize(width, height)
  const picture = kind === 'trend' ? trendPicture : histogramPicture
  plot.draw(picture(of, 'Frequency', 'Hz', '#00ff00'))
  await new Promise((resolve) => requestAnimationFrame(resolve))
  const canvas = document.querySelector('canvas')!
  return canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
}

/** Columns and rows of the pixels in the colour of the channel, as shares of the width and the height. */
function greens({ data, width: across, height: down }: ImageData): { x: number; y: number }[] {
  const found: { x: number; y: number }[] = []
  for (let k = 0; k < data.length; k += 4)
    if (data[k + 1]! > 200 && data[k]! < 60 && data[k + 2]! < 60 && data[k + 3]! > 200)
      found.push({ x: ((k / 4) % across) / across, y: Math.floor(k / 4 / across) / down })
  return found
}

/** Pixels that are not empty left of the plot, where the figures of the axis stand. */
function figuresInk({ data, width: across }: ImageData): number {
  let ink = 0
  for (let k = 3; k < data.length; k += 4) if (data[k]! > 100 && ((k - 3) / 4) % across < 0.12 * across) ink++
  return ink
}

describe.each(['dark', 'light'])('in the %s theme', (theme) => {
  it('the trend is a line from the left to the right, with figures at its axis', async () => {
    const image = await painted('trend', theme, fakePlot('Hz'))
    const line = greens(image)
    expect(Math.max(...line.map(({ x }) => x))).toBeGreaterThan(0.95)
    expect(Math.min(...line.map(({ x }) => x))).toBeLessThan(0.2)
    expect(figuresInk(image)).toBeGreaterThan(50)
  })

  it('the histogram is as high as its counts: highest in the middle', async () => {
    const image = await painted('histogram', theme, fakePlot('Hz'))
    const bars = greens(image)
    const heightAt = (from: number, to: number): number =>
      bars.filter(({ x }) => x >= from && x < to).reduce((top, { y }) => Math.min(top, y), 1)
    expect(heightAt(0.5, 0.6)).toBeLessThan(0.15)
    expect(heightAt(0.16, 0.22)).toBeGreaterThan(heightAt(0.3, 0.36))
    expect(figuresInk(image)).toBeGreaterThan(50)
  })
})

it('without values there are axes, and nothing else', async () => {
  const empty = { unit: 'Hz', trend: { secondsPerColumn: 1e-3, min: [], max: [], mean: [] }, histogram: null }
  for (const kind of ['trend', 'histogram'] as const) expect(greens(await painted(kind, 'dark', empty))).toEqual([])
})
