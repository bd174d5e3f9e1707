// The record on the screen as text: a row for each point, in the units of the channels. Samples where samples are drawn,
// lowest and highest where columns are, and what an acquisition mode draws where it draws. Pure.
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { type FrameSection, sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { formatSetting } from '../../kit/format/figures.ts'
import { referenceSample, timeWindow } from '../../scale/axis.ts'
import { acquiredValues, frameAcquired } from '../../scale/frame-acquired.ts'
import { frameGaps } from '../../scale/frame-extent.ts'
import { frameLimits } from '../../scale/frame-limited.ts'

export interface ExportedTrace {
  /** Its number in the frame. */
  readonly index: number
  readonly name: string
  readonly unit: string
  /** The value of a code, which may have a fraction, in that unit. */
  readonly valueOf: (code: number) => number
}

/** Points at even distances: where each is, in samples, and its codes; NaN: there is none. */
interface Column {
  readonly head: string
  readonly first: number
  readonly step: number
  readonly points: number
  readonly at: (point: number) => number
}

/** Digits of a value: more than any converter of ours tells apart. */
const digits = 9

/**
 * Rows of what lies in the window of the screen, seconds from where the screen counts time. A cell is empty where there is no
 * value: inside a gap, or where points of two traces do not coincide.
 */
export function recordCsv(frame: Frame, view: ViewSettings, traces: readonly ExportedTrace[]): string {
  const reference = referenceSample(frame, view)
  const { startSeconds, endSeconds } = timeWindow(view)
  const rate = frame.samplingFrequencyHz
  const gaps = frameGaps(frame)
  const isLost = (sample: number): boolean => gaps.some(({ first, count }) => sample >= first && sample < first + count)
  const columns = traces.flatMap((trace) => columnsOf(frame, trace, isLost))
  const rows = new Map<number, string[]>()
  columns.forEach(({ first, step, points, at }, k) => {
    for (let point = 0; point < points; point++) {
      const sample = first + point * step
      const seconds = (sample - reference) / rate
      if (seconds < startSeconds || seconds > endSeconds) continue
      const cells = rows.get(sample) ?? new Array<string>(columns.length).fill('')
      const value = at(point)
      cells[k] = Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : ''
      rows.set(sample, cells)
    }
  })
  const lines = [...rows]
    .sort(([a], [b]) => a - b)
    .map(([sample, cells]) => [((sample - reference) / rate).toPrecision(digits + 3), ...cells].join(','))
  return [['Time (s)', ...columns.map(({ head }) => head)].join(','), ...lines, ''].join('\r\n')
}

function columnsOf(frame: Frame, trace: ExportedTrace, isLost: (sample: number) => boolean): Column[] {
  const of = (kind: FrameSection['kind']): FrameSection | undefined =>
    frame.sections.find((section) => section.kind === kind && section.channel === trace.index)
  const limit = frameLimits(frame).find(({ channel }) => channel === trace.index)
  const below = limit === undefined ? '' : ` below ${formatSetting(limit.hz, 'Hz')}`
  const head = (what: string): string => `${trace.name}${what}${below} (${trace.unit})`
  const acquired = frameAcquired(frame)
  const section = of(sectionKind.acquired)
  const values = acquired === null || section === undefined ? null : acquiredValues(section, acquired)
  if (acquired !== null && values !== null) {
    const { first, step, points, mode } = acquired
    const grid = { first, step, points }
    if (mode !== 'envelope') return [{ head: head(` ${mode}`), ...grid, at: (point) => trace.valueOf(values[point]!) }]
    return pair((point, side) => trace.valueOf(values[2 * point + side]!), grid, head)
  }
  const { firstSample: first, scansPerPoint: step, points } = frame
  const samples = of(sectionKind.samples)
  if (samples !== undefined) {
    const codes = sectionInt16(samples)
    const at = (point: number): number => (isLost(first + point * step) ? Number.NaN : trace.valueOf(codes[point]!))
    return [{ head: head(''), first, step, points, at }]
  }
  const envelope = of(sectionKind.envelope)
  if (envelope === undefined) return []
  const codes = sectionInt16(envelope)
  const at = (point: number, side: 0 | 1): number =>
    codes[2 * point]! <= codes[2 * point + 1]! ? trace.valueOf(codes[2 * point + side]!) : Number.NaN
  return pair(at, { first: first + step / 2, step, points }, head)
}

/** Lowest and highest of each point. @param grid middles of the points */
function pair(
  at: (point: number, side: 0 | 1) => number,
  grid: Pick<Column, 'first' | 'step' | 'points'>,
  head: (what: string) => string,
): Column[] {
  return ([0, 1] as const).map((side) => ({
    head: head(side === 0 ? ' min' : ' max'),
    ...grid,
    at: (point: number) => at(point, side),
  }))
}
