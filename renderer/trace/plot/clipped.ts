// Where a channel stands at the end of its converter's range: those samples, and nothing else, are drawn red. Pure.
import type { Frame } from '#shared/frame/frame.ts'
import { type FrameSection, sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { maxCode, minCode } from '#shared/screen/codes.ts'
import type { Sides } from './band-columns.ts'
import type { Projection } from './run-paths.ts'

/** Seconds after the reference sample. */
export interface ClippedSpan {
  readonly from: number
  readonly until: number
}

/**
 * The times at which a samples or envelope section is at a limit, in order, those that touch as one: half a sample to both
 * sides of a sample, a column from end to end.
 * @param reference sample index at time zero
 */
export function clippedSpans(frame: Frame, section: FrameSection, reference: number): ClippedSpan[] {
  if (((frame.clippedChannels >>> section.channel) & 1) === 0) return []
  const codes = sectionInt16(section)
  const isColumns = section.kind === sectionKind.envelope
  const isAtLimit = (k: number): boolean =>
    isColumns
      ? codes[2 * k]! <= codes[2 * k + 1]! && (codes[2 * k] === minCode || codes[2 * k + 1] === maxCode)
      : codes[k] === minCode || codes[k] === maxCode
  const begin = isColumns ? frame.firstSample : frame.firstSample - frame.scansPerPoint / 2
  const at = (k: number): number => (begin + k * frame.scansPerPoint - reference) / frame.samplingFrequencyHz
  const spans: ClippedSpan[] = []
  for (let k = 0; k < frame.points; k++) {
    if (!isAtLimit(k)) continue
    const first = k
    while (k + 1 < frame.points && isAtLimit(k + 1)) k++
    spans.push({ from: at(first), until: at(k + 1) })
  }
  return spans
}

/** Whole columns of pixels that spans touch, each column once: at least one for each span that is in the plot. */
export function clippedColumns(
  spans: readonly ClippedSpan[],
  { x }: Pick<Projection, 'x'>,
  plot: Sides,
): { readonly left: number; readonly width: number }[] {
  const columns: { left: number; width: number }[] = []
  for (const { from, until } of spans) {
    const [begin, end] = [x(from), x(until)]
    if (end < plot.left || begin >= plot.right) continue
    const last = columns.at(-1)
    const behind = last === undefined ? plot.left : last.left + last.width
    const left = Math.max(behind, Math.floor(begin))
    const right = Math.min(plot.right, Math.max(Math.floor(begin) + 1, Math.ceil(end)))
    if (right > left) columns.push({ left, width: right - left })
  }
  return columns
}
