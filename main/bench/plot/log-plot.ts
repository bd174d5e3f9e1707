// A small plot writer: lines over two logarithmic axes, as SVG that any browser and README shows. Nothing but text.

export interface Series {
  readonly name: string
  /** x and y above zero, in the order of the line. */
  readonly points: readonly (readonly [x: number, y: number])[]
}

export interface LogPlot {
  readonly title: string
  readonly xLabel: string
  readonly yLabel: string
  readonly series: readonly Series[]
  /** Words for a tick of the x axis. */
  readonly formatX: (x: number) => string
  readonly formatY: (y: number) => string
  /** Distance of the ticks of the x axis, as a factor. Default 10. */
  readonly xStep?: number
}

const size = { width: 860, height: 480 } as const
const plotArea = { left: 84, right: 840, top: 72, bottom: 424 } as const
/** Of a name and its line, in a row between title and plot. */
const keyWidth = 230
/** Told apart by people who do not see all colours, on white and in grey print. */
const colours = ['#c1272d', '#0072b2', '#008a5e', '#b35c00', '#6a3d9a']

const escapeText = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
const places = (value: number): string => Number(value.toFixed(1)).toString()

/** Powers of `step` that enclose the values. @throws Error for values that have no logarithm, or none at all */
export function logTicks(values: readonly number[], step = 10): number[] {
  if (values.length === 0 || values.some((value) => !(value > 0 && Number.isFinite(value))))
    throw new Error('a logarithmic axis needs finite values above zero')
  const logs = values.map((value) => Math.log(value) / Math.log(step))
  // Rounding must not push a value that is a tick beyond it.
  const first = Math.floor(Math.min(...logs) + 1e-9)
  const last = Math.max(Math.ceil(Math.max(...logs) - 1e-9), first + 1)
  return Array.from({ length: last - first + 1 }, (_, i) => step ** (first + i))
}

function scale(ticks: readonly number[], from: number, to: number): (value: number) => number {
  const low = Math.log(ticks[0]!)
  const span = Math.log(ticks.at(-1)!) - low
  return (value) => from + ((Math.log(value) - low) / span) * (to - from)
}

/** The plot as one SVG document. @throws Error as {@link logTicks} */
export function writeLogPlot(plot: LogPlot): string {
  const points = plot.series.flatMap((series) => series.points)
  const xTicks = logTicks(
    points.map(([x]) => x),
    plot.xStep,
  )
  const yTicks = logTicks(points.map(([, y]) => y))
  const { left, right, top, bottom } = plotArea
  const x = scale(xTicks, left, right)
  const y = scale(yTicks, bottom, top)
  const label = (at: readonly [number, number], text: string, more = ''): string =>
    `<text x="${places(at[0])}" y="${places(at[1])}" ${more}>${escapeText(text)}</text>`
  const line = (x1: number, y1: number, x2: number, y2: number): string =>
    `<line x1="${places(x1)}" y1="${places(y1)}" x2="${places(x2)}" y2="${places(y2)}" stroke="#d9dce1"/>`
  const middle = (top + bottom) / 2
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="13" fill="#20242b">`,
    `<title>${escapeText(plot.title)}</title>`,
    `<rect width="${size.width}" height="${size.height}" fill="#ffffff"/>`,
    label([left, 28], plot.title, 'font-size="16"'),
    ...xTicks.flatMap((tick) => [
      line(x(tick), top, x(tick), bottom),
      label([x(tick), bottom + 20], plot.formatX(tick), 'text-anchor="middle"'),
    ]),
    ...yTicks.flatMap((tick) => [
      line(left, y(tick), right, y(tick)),
      label([left - 8, y(tick) + 4], plot.formatY(tick), 'text-anchor="end"'),
    ]),
    label([(left + right) / 2, size.height - 12], plot.xLabel, 'text-anchor="middle"'),
    label([18, middle], plot.yLabel, `text-anchor="middle" transform="rotate(-90 18 ${middle})"`),
    ...plot.series.flatMap(({ name, points: line }, index) => {
      const colour = colours[index % colours.length]!
      const path = line.map(([px, py]) => `${places(x(px))},${places(y(py))}`)
      const key = left + keyWidth * index
      return [
        `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        ...line.map(([px, py]) => `<circle cx="${places(x(px))}" cy="${places(y(py))}" r="3.5" fill="${colour}"/>`),
        `<rect x="${key}" y="48" width="18" height="4" fill="${colour}"/>`,
        label([key + 26, 55], name),
      ]
    }),
    '</svg>',
    '',
  ].join('\n')
}
