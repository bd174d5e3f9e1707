// What a drawn record says of a channel at a time: between two samples by linear interpolation, of an envelope the range of the
// column. Pure.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Frame, FrameHeader } from '#shared/frame/frame.ts'
import { type FrameSection, sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { codeToVolts } from '#shared/screen/codes.ts'
import { referenceSample } from '../../scale/axis.ts'
import { frameGaps } from '../../scale/frame-extent.ts'
import { exactly, type Reading } from './ranged.ts'

/** A channel as far as its codes are turned into values. */
export type Converted = Pick<ChannelState, 'index' | 'scaleMillivolts' | 'offsetCodes'>

export const reasons = {
  noRecord: 'no record',
  notIn: 'not in the record',
  outside: 'outside the record',
  missing: 'samples are missing',
} as const

/** The samples or the envelope of a channel; undefined: the frame has none of it. */
export function sectionOf(frame: Frame, index: number): FrameSection | undefined {
  return frame.sections.find(
    ({ kind, channel }) => channel === index && (kind === sectionKind.samples || kind === sectionKind.envelope),
  )
}

/** How far time zero lies behind the first sample of a frame, in samples with fraction: small numbers keep their digits. */
export function zeroIn(frame: FrameHeader, view: Parameters<typeof referenceSample>[1]): number {
  return referenceSample(frame, view) - frame.firstSample
}

/**
 * @param at samples behind the first one of the frame, with fraction
 * @returns in the unit of the channel; of an envelope the range that its column holds, else one value
 */
export function valueAt(frame: Frame | null, channel: Converted, at: number): Reading {
  if (frame === null) return { reason: reasons.noRecord }
  const section = sectionOf(frame, channel.index)
  if (section === undefined) return { reason: reasons.notIn }
  const codes = sectionInt16(section)
  const point = at / frame.scansPerPoint
  if (section.kind === sectionKind.envelope) {
    const column = Math.floor(point)
    if (!(column >= 0 && column < frame.points)) return { reason: reasons.outside }
    const [low, high] = [codes[2 * column]!, codes[2 * column + 1]!]
    // An empty column has its lowest code above its highest.
    if (low > high) return { reason: reasons.missing }
    // A negative scale turns the channel over.
    const [one, other] = [codeToVolts(low, channel), codeToVolts(high, channel)]
    return { low: Math.min(one, other), high: Math.max(one, other) }
  }
  if (!(point >= 0 && point <= frame.points - 1)) return { reason: reasons.outside }
  const before = Math.floor(point)
  const part = point - before
  const after = part > 0 ? before + 1 : before
  const gaps = frame.hasGap ? frameGaps(frame) : []
  const isMissing = (one: number): boolean =>
    gaps.some(({ first, count }) => frame.firstSample + one >= first && frame.firstSample + one < first + count)
  if (isMissing(before) || isMissing(after)) return { reason: reasons.missing }
  return exactly(codeToVolts(codes[before]! + (codes[after]! - codes[before]!) * part, channel))
}
