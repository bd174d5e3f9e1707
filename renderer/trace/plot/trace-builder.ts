// Turns one channel of a frame into the few points the screen can show. Pure: numbers in, numbers out.
// A line has one value per point, a band has the lowest and the highest value of each column, so no peak is ever lost.
// A line follows the signal between its samples too, by sin(x)/x, or joins them straight.
import type { ScreenSettings } from '#shared/contract/topics/screen.ts'
import type { Acquired } from '#shared/frame/acquired.ts'
import type { Frame, FrameHeader } from '#shared/frame/frame.ts'
import { type FrameSection, sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { maxCode, minCode } from '#shared/screen/codes.ts'
import { divisionsDown } from '#shared/screen/divisions.ts'
import type { TimeWindow } from '../../scale/axis.ts'
import { frameGaps } from '../../scale/frame-extent.ts'
import type { VerticalScale } from '../../scale/vertical.ts'
import { type Codes, sincLine, straightPoints } from './sinc-line.ts'

/** Above this many samples per pixel column a line would only be slower, not truer, and becomes a band. */
export const maxPointsPerColumn = 4

const noSamples = new Int32Array()

export interface TraceRun {
  readonly channel: number
  readonly form: 'line' | 'band'
  readonly count: number
  /** Seconds after the reference sample. */
  readonly x: Float64Array
  /** Divisions above the middle; NaN where nothing was captured. For a line `low` and `high` are one array. */
  readonly low: Float32Array
  readonly high: Float32Array
  /** Of a band: seconds from column to column. Of a line 0. */
  readonly columnSeconds: number
  /** Of a line: the numbers of the points that are samples; the others lie between. Of a band none. */
  readonly samples: Int32Array
  /** Of a line: what joins its samples. */
  readonly between?: Interpolation
}

/** What joins samples: sin(x)/x, or straight lines. */
export type Interpolation = ScreenSettings['interpolation']

/** Where points lie: the first in the middle of its samples. */
type PointGrid = Pick<FrameHeader, 'points' | 'firstSample' | 'scansPerPoint' | 'samplingFrequencyHz'>

/** Size of the plot in device pixels. */
export interface PlotPixels {
  readonly width: number
  readonly height: number
}

/**
 * Builds the run of one samples or envelope section, limited to the window plus one point on either side.
 * @param reference sample index at time zero
 */
export function buildTrace(
  frame: Frame,
  section: FrameSection,
  reference: number,
  window: TimeWindow,
  pixels: PlotPixels,
  scale: VerticalScale,
  between: Interpolation = 'sinc',
): TraceRun {
  const codes = sectionInt16(section)
  const { first, visible } = visiblePoints(frame, reference, window)
  if (section.kind === sectionKind.envelope)
    return envelopeBand(frame, section, codes, reference, scale, first, visible)
  const perColumn = visible / Math.max(1, pixels.width)
  const run =
    perColumn <= maxPointsPerColumn
      ? sampleLine(
          frame,
          section,
          codes,
          reference,
          scale,
          first,
          visible,
          pixelsBetween(frame, window, pixels),
          between,
        )
      : sampleBand(frame, section, codes, reference, scale, first, visible, Math.ceil(perColumn))
  blankGaps(run, frame, reference)
  return run
}

/**
 * Builds the run of the values that an acquisition mode draws in the place of a channel's samples.
 * @param values one of each point, or of an envelope two; NaN: there is none
 */
export function buildAcquired(
  frame: Pick<FrameHeader, 'samplingFrequencyHz'>,
  channel: number,
  acquired: Pick<Acquired, 'mode' | 'points' | 'first' | 'step'>,
  values: Float32Array,
  reference: number,
  window: TimeWindow,
  pixels: PlotPixels,
  scale: VerticalScale,
  between: Interpolation = 'sinc',
): TraceRun {
  const { mode, points, first: firstSample, step: scansPerPoint } = acquired
  const grid: PointGrid = { points, firstSample, scansPerPoint, samplingFrequencyHz: frame.samplingFrequencyHz }
  const { first, visible } = visiblePoints(grid, reference, window)
  const at = { channel }
  if (mode === 'envelope') {
    // The columns of an envelope begin where its points are in the middle.
    const begin = { ...grid, firstSample: firstSample - scansPerPoint / 2 }
    return envelopeBand(begin, at, values, reference, scale, first, visible)
  }
  const perColumn = visible / Math.max(1, pixels.width)
  if (perColumn > maxPointsPerColumn)
    return sampleBand(grid, at, values, reference, scale, first, visible, Math.ceil(perColumn))
  if (scansPerPoint === 1)
    return sampleLine(grid, at, values, reference, scale, first, visible, pixelsBetween(grid, window, pixels), between)
  return straightLine(grid, at, values, reference, scale, first, visible)
}

/** The points in a window, and one more on either side. */
function visiblePoints(grid: PointGrid, reference: number, window: TimeWindow): { first: number; visible: number } {
  const first = Math.max(0, Math.floor(pointAt(grid, reference, window.startSeconds)) - 1)
  const end = Math.min(grid.points, Math.ceil(pointAt(grid, reference, window.endSeconds)) + 2)
  return { first, visible: Math.max(0, end - first) }
}

/** Fractional point number that lies at a time. */
function pointAt(frame: PointGrid, reference: number, seconds: number): number {
  return (reference + seconds * frame.samplingFrequencyHz - frame.firstSample) / frame.scansPerPoint
}

function envelopeBand(
  frame: PointGrid,
  { channel }: Pick<FrameSection, 'channel'>,
  codes: Codes,
  reference: number,
  { divisionsPerCode, divisionsAtZero }: VerticalScale,
  first: number,
  count: number,
): TraceRun {
  const x = new Float64Array(count)
  const low = new Float32Array(count)
  const high = new Float32Array(count)
  const isTurned = divisionsPerCode < 0
  for (let k = 0; k < count; k++) {
    const column = first + k
    const min = codes[2 * column]!
    const max = codes[2 * column + 1]!
    const sample = frame.firstSample + (column + 0.5) * frame.scansPerPoint
    x[k] = (sample - reference) / frame.samplingFrequencyHz
    // Of values that are none too.
    const empty = !(min <= max)
    low[k] = empty ? Number.NaN : (isTurned ? max : min) * divisionsPerCode + divisionsAtZero
    high[k] = empty ? Number.NaN : (isTurned ? min : max) * divisionsPerCode + divisionsAtZero
  }
  const columnSeconds = frame.scansPerPoint / frame.samplingFrequencyHz
  return { channel, form: 'band', count, x, low, high, columnSeconds, samples: noSamples }
}

/** Device pixels from point to point along the time axis, and from division to division. */
function pixelsBetween(frame: PointGrid, { startSeconds, endSeconds }: TimeWindow, { width, height }: PlotPixels) {
  const seconds = frame.scansPerPoint / frame.samplingFrequencyHz
  return { across: (seconds / (endSeconds - startSeconds)) * width, down: height / divisionsDown }
}

function sampleLine(
  frame: PointGrid,
  { channel }: Pick<FrameSection, 'channel'>,
  codes: Codes,
  reference: number,
  { divisionsPerCode, divisionsAtZero }: VerticalScale,
  first: number,
  count: number,
  pixels: { readonly across: number; readonly down: number },
  between: Interpolation,
): TraceRun {
  const curve =
    between === 'sinc'
      ? sincLine(codes, first, count, pixels.across, pixels.down * Math.abs(divisionsPerCode))
      : straightPoints(codes, first, count)
  const x = new Float64Array(curve.count)
  const y = new Float32Array(curve.count)
  for (let k = 0; k < curve.count; k++) {
    const sample = frame.firstSample + (first + curve.at[k]!) * frame.scansPerPoint
    x[k] = (sample - reference) / frame.samplingFrequencyHz
    y[k] = curve.value[k]! * divisionsPerCode + divisionsAtZero
  }
  const { samples } = curve
  return { channel, form: 'line', count: curve.count, x, low: y, high: y, columnSeconds: 0, samples, between }
}

/** Means, from one to the next: nothing is known of what lies between. */
function straightLine(
  grid: PointGrid,
  { channel }: Pick<FrameSection, 'channel'>,
  values: Float32Array,
  reference: number,
  { divisionsPerCode, divisionsAtZero }: VerticalScale,
  first: number,
  count: number,
): TraceRun {
  const x = new Float64Array(count)
  const y = new Float32Array(count)
  for (let k = 0; k < count; k++) {
    x[k] = (grid.firstSample + (first + k) * grid.scansPerPoint - reference) / grid.samplingFrequencyHz
    y[k] = values[first + k]! * divisionsPerCode + divisionsAtZero
  }
  return { channel, form: 'line', count, x, low: y, high: y, columnSeconds: 0, samples: noSamples, between: 'linear' }
}

function sampleBand(
  frame: PointGrid,
  { channel }: Pick<FrameSection, 'channel'>,
  codes: Codes,
  reference: number,
  { divisionsPerCode, divisionsAtZero }: VerticalScale,
  first: number,
  visible: number,
  perColumn: number,
): TraceRun {
  const count = Math.ceil(visible / perColumn)
  const x = new Float64Array(count)
  const low = new Float32Array(count)
  const high = new Float32Array(count)
  const isTurned = divisionsPerCode < 0
  for (let k = 0; k < count; k++) {
    const from = first + k * perColumn
    const to = Math.min(first + visible, from + perColumn)
    let min = maxCode
    let max = minCode
    for (let at = from; at < to; at++) {
      const code = codes[at]!
      if (code < min) min = code
      if (code > max) max = code
    }
    const middle = frame.firstSample + ((from + to - 1) / 2) * frame.scansPerPoint
    x[k] = (middle - reference) / frame.samplingFrequencyHz
    // Where no value is one, there is nothing.
    low[k] = min > max ? Number.NaN : (isTurned ? max : min) * divisionsPerCode + divisionsAtZero
    high[k] = min > max ? Number.NaN : (isTurned ? min : max) * divisionsPerCode + divisionsAtZero
  }
  const columnSeconds = (perColumn * frame.scansPerPoint) / frame.samplingFrequencyHz
  return { channel, form: 'band', count, x, low, high, columnSeconds, samples: noSamples }
}

/** Points that lie where samples are missing are not signal: nothing is drawn there. */
function blankGaps(run: TraceRun, frame: Frame, reference: number): void {
  for (const gap of frameGaps(frame)) {
    const start = (gap.first - reference) / frame.samplingFrequencyHz
    const end = (gap.first + gap.count - reference) / frame.samplingFrequencyHz
    for (let k = 0; k < run.count; k++) {
      if (run.x[k]! < start || run.x[k]! >= end) continue
      run.low[k] = Number.NaN
      run.high[k] = Number.NaN
    }
  }
}
