// Turns one channel of a frame into the few points the screen can show. Pure: numbers in, numbers out.
// A line has one value per point, a band has the lowest and the highest value of each column, so no peak is ever lost.
// A line follows the signal between its samples too, by sin(x)/x.
import type { Frame } from '#shared/frame/frame.ts'
import { type FrameSection, sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { maxCode, minCode } from '#shared/screen/codes.ts'
import { divisionsDown } from '#shared/screen/divisions.ts'
import type { TimeWindow } from '../../scale/axis.ts'
import { frameGaps } from '../../scale/frame-extent.ts'
import type { VerticalScale } from '../../scale/vertical.ts'
import { sincLine } from './sinc-line.ts'

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
}

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
): TraceRun {
  const codes = sectionInt16(section)
  const first = Math.max(0, Math.floor(pointAt(frame, reference, window.startSeconds)) - 1)
  const end = Math.min(frame.points, Math.ceil(pointAt(frame, reference, window.endSeconds)) + 2)
  const visible = Math.max(0, end - first)
  if (section.kind === sectionKind.envelope)
    return envelopeBand(frame, section, codes, reference, scale, first, visible)
  const perColumn = visible / Math.max(1, pixels.width)
  const run =
    perColumn <= maxPointsPerColumn
      ? sampleLine(frame, section, codes, reference, scale, first, visible, pixelsBetween(frame, window, pixels))
      : sampleBand(frame, section, codes, reference, scale, first, visible, Math.ceil(perColumn))
  blankGaps(run, frame, reference)
  return run
}

/** Fractional point number that lies at a time. */
function pointAt(frame: Frame, reference: number, seconds: number): number {
  return (reference + seconds * frame.samplingFrequencyHz - frame.firstSample) / frame.scansPerPoint
}

function envelopeBand(
  frame: Frame,
  { channel }: FrameSection,
  codes: Int16Array,
  reference: number,
  { divisionsPerCode, divisionsAtZero }: VerticalScale,
  first: number,
  count: number,
): TraceRun {
  const x = new Float64Array(count)
  const low = new Float32Array(count)
  const high = new Float32Array(count)
  for (let k = 0; k < count; k++) {
    const column = first + k
    const min = codes[2 * column]!
    const max = codes[2 * column + 1]!
    const sample = frame.firstSample + (column + 0.5) * frame.scansPerPoint
    x[k] = (sample - reference) / frame.samplingFrequencyHz
    const empty = min > max
    low[k] = empty ? Number.NaN : min * divisionsPerCode + divisionsAtZero
    high[k] = empty ? Number.NaN : max * divisionsPerCode + divisionsAtZero
  }
  const columnSeconds = frame.scansPerPoint / frame.samplingFrequencyHz
  return { channel, form: 'band', count, x, low, high, columnSeconds, samples: noSamples }
}

/** Device pixels from point to point along the time axis, and from division to division. */
function pixelsBetween(frame: Frame, { startSeconds, endSeconds }: TimeWindow, { width, height }: PlotPixels) {
  const seconds = frame.scansPerPoint / frame.samplingFrequencyHz
  return { across: (seconds / (endSeconds - startSeconds)) * width, down: height / divisionsDown }
}

function sampleLine(
  frame: Frame,
  { channel }: FrameSection,
  codes: Int16Array,
  reference: number,
  { divisionsPerCode, divisionsAtZero }: VerticalScale,
  first: number,
  count: number,
  pixels: { readonly across: number; readonly down: number },
): TraceRun {
  const curve = sincLine(codes, first, count, pixels.across, pixels.down * divisionsPerCode)
  const x = new Float64Array(curve.count)
  const y = new Float32Array(curve.count)
  for (let k = 0; k < curve.count; k++) {
    const sample = frame.firstSample + (first + curve.at[k]!) * frame.scansPerPoint
    x[k] = (sample - reference) / frame.samplingFrequencyHz
    y[k] = curve.value[k]! * divisionsPerCode + divisionsAtZero
  }
  return { channel, form: 'line', count: curve.count, x, low: y, high: y, columnSeconds: 0, samples: curve.samples }
}

function sampleBand(
  frame: Frame,
  { channel }: FrameSection,
  codes: Int16Array,
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
    x[k] = (frame.firstSample + (from + to - 1) / 2 - reference) / frame.samplingFrequencyHz
    low[k] = min * divisionsPerCode + divisionsAtZero
    high[k] = max * divisionsPerCode + divisionsAtZero
  }
  const columnSeconds = perColumn / frame.samplingFrequencyHz
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
