// What a drawn record says of a channel at a time: between two points by linear interpolation, of columns the range of the column.
// Pure.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Frame, FrameHeader } from '#shared/frame/frame.ts'
import { codeToVolts, voltsBetween } from '#shared/screen/codes.ts'
import { referenceSample } from './axis.ts'
import { drawnPoints } from './drawn-points.ts'
import { exactly, type Reading } from './ranged.ts'

/** A channel as far as its codes are turned into values. */
export type Converted = Pick<ChannelState, 'index' | 'scaleMillivolts' | 'offsetCodes'>

export const reasons = {
  noRecord: 'no record',
  notIn: 'not in the record',
  outside: 'outside the record',
  missing: 'samples are missing',
} as const

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
  const drawn = drawnPoints(frame, channel.index)
  if (drawn === null) return { reason: reasons.notIn }
  const point = (at - drawn.first) / drawn.step
  if (drawn.areColumns) {
    const column = Math.floor(point)
    if (!(column >= 0 && column < drawn.points)) return { reason: reasons.outside }
    const range = drawn.at(column)
    if (range === null) return { reason: reasons.missing }
    return voltsBetween(range.low, range.high, channel)
  }
  if (!(point >= 0 && point <= drawn.points - 1)) return { reason: reasons.outside }
  const place = Math.floor(point)
  const part = point - place
  const before = drawn.at(place)
  const after = part > 0 ? drawn.at(place + 1) : before
  if (before === null || after === null) return { reason: reasons.missing }
  return exactly(codeToVolts(before.low + (after.low - before.low) * part, channel))
}
