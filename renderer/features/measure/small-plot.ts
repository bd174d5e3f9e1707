// A small plot with two axes: a trend or a histogram of a measurement.
import uPlot from 'uplot'
import type { MeasurementPlot } from '#shared/contract/topics/measure.ts'
import type { Palette } from '../../trace/plot/palette.ts'
import { type AxisUnit, axisName, axisUnit, tickTexts } from './axis-figures.ts'

/** What a plot shows, and how its axes are called. */
export interface PlotPicture {
  readonly data: uPlot.AlignedData
  /** Ends of the axis of x; that of y is fitted to the data, and begins at 0 where it counts. */
  readonly across: readonly [number, number]
  readonly x: AxisUnit & { readonly name: string }
  readonly y: AxisUnit & { readonly name: string }
  /** Of what is drawn. */
  readonly color: string
}

export type PlotKind = 'trend' | 'histogram'

/** The trend: the newest value at the right, at 0 s. @param unit as the axis has it */
export function trendPicture({ trend }: MeasurementPlot, name: string, unit: string, color: string): PlotPicture {
  const { min, max, mean, secondsPerColumn } = trend
  const columns = mean.length
  const at = Array.from({ length: columns }, (_, k) => (k - columns + 1) * secondsPerColumn)
  const span = Math.max(1, columns - 1) * secondsPerColumn
  const most = Math.max(0, ...[...min, ...max].map((value) => Math.abs(value ?? 0)))
  return {
    data: [at, [...max], [...min], [...mean]],
    across: [-span, 0],
    x: { ...axisUnit(span, 's'), name: 'Time' },
    y: { ...axisUnit(most, unit), name },
    color,
  }
}

/** The histogram: how many values are in each bin. @param unit as the axis has it */
export function histogramPicture(
  { histogram }: MeasurementPlot,
  name: string,
  unit: string,
  color: string,
): PlotPicture {
  const { low, width, counts } = histogram ?? { low: 0, width: 1, counts: [] }
  const end = low + width * counts.length
  // A single bin has room to both sides.
  const room = counts.length < 2 ? 2 * width : 0
  const most = Math.max(Math.abs(low), Math.abs(end))
  return {
    data: [counts.map((_, k) => low + (k + 0.5) * width), [...counts]],
    across: [low - room, end + room],
    x: { ...axisUnit(most, unit), name },
    y: { ...axisUnit(Math.max(0, ...counts), ''), name: 'Count' },
    color,
  }
}

const fontSize = 10
const axisSize = { x: 17, y: 46 } as const
const nothing: AxisUnit & { readonly name: string } = { scale: 1, unit: '', name: '' }

export class SmallPlot {
  readonly #plot: uPlot
  readonly #kind: PlotKind
  #palette: Palette
  #picture: PlotPicture

  constructor(host: HTMLElement, kind: PlotKind, palette: Palette) {
    this.#kind = kind
    this.#palette = palette
    const data: uPlot.AlignedData = kind === 'trend' ? [[], [], [], []] : [[], []]
    this.#picture = { data, across: [0, 1], x: nothing, y: nothing, color: palette.text }
    this.#plot = new uPlot(this.#options(host), data, host)
  }

  setPalette(palette: Palette): void {
    this.#palette = palette
    this.#plot.redraw(true, true)
  }

  /** Size in CSS pixels. */
  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height })
  }

  draw(picture: PlotPicture): void {
    this.#picture = picture
    this.#plot.setData(picture.data)
  }

  dispose(): void {
    this.#plot.destroy()
  }

  #options(host: HTMLElement): uPlot.Options {
    const color = (): string => this.#picture.color
    const hidden = { show: false }
    const band = { stroke: color, width: 0, points: hidden, spanGaps: true }
    const series: uPlot.Series[] =
      this.#kind === 'trend'
        ? [{}, band, band, { stroke: color, width: 1.25, points: hidden, spanGaps: true }]
        : [
            {},
            {
              stroke: color,
              fill: color,
              width: 0,
              points: hidden,
              paths: uPlot.paths.bars!({ size: [1, Number.POSITIVE_INFINITY], gap: 0 }),
            },
          ]
    return {
      width: Math.max(1, host.clientWidth),
      height: Math.max(1, host.clientHeight),
      padding: [8, 12, 2, 4],
      legend: hidden,
      cursor: hidden,
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: {
        x: { time: false, range: () => [...this.#picture.across] },
        y: { range: (_, min, max) => this.#fitted(min, max) },
      },
      axes: [this.#axis('x'), this.#axis('y')],
      series,
      ...(this.#kind === 'trend' && { bands: [{ series: [1, 2], fill: () => faint(this.#picture.color) }] }),
    }
  }

  /** Ends of the axis of y: with some room, and of equal values so that the line lies in the middle. */
  #fitted(min: number | null, max: number | null): uPlot.Range.MinMax {
    if (min === null || max === null) return [0, 1]
    if (this.#kind === 'histogram') return [0, Math.max(1, max * 1.05)]
    const room = Math.max((max - min) * 0.08, Math.max(Math.abs(min), Math.abs(max)) * 1e-6, Number.MIN_VALUE * 2 ** 60)
    return [min - room, max + room]
  }

  #axis(which: 'x' | 'y'): uPlot.Axis {
    const lines = { stroke: () => this.#palette.grid, width: 1 }
    return {
      stroke: () => this.#palette.text,
      font: `${fontSize}px ${this.#palette.mono}`,
      labelFont: `${fontSize}px ${this.#palette.font}`,
      label: () => axisName(this.#picture[which].name, this.#picture[which]),
      labelSize: 13,
      labelGap: 0,
      size: axisSize[which],
      gap: 3,
      space: which === 'x' ? 52 : 17,
      grid: lines,
      ticks: { ...lines, size: 3 },
      values: (_, ticks) => tickTexts(ticks, this.#picture[which]),
    }
  }
}

const faint = (color: string): string => `color-mix(in srgb, ${color} 35%, transparent)`
