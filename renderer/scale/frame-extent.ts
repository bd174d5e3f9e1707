// What a frame holds of a channel: the voltages it reaches, and the samples that are missing.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { voltsBetween } from '#shared/screen/codes.ts'
import type { Extent } from '#shared/screen/fit.ts'

export interface MissingSamples {
  readonly first: number
  readonly count: number
}

/** The gaps a frame declares, in sample indexes. */
export function frameGaps(frame: Frame): MissingSamples[] {
  const gaps: MissingSamples[] = []
  for (const section of frame.sections) {
    if (section.kind !== sectionKind.gaps) continue
    const view = new DataView(section.data.buffer, section.data.byteOffset, section.data.byteLength)
    for (let at = 0; at + 24 <= view.byteLength; at += 24)
      gaps.push({ first: view.getFloat64(at, true), count: view.getFloat64(at + 8, true) })
  }
  return gaps
}

/** Lowest and highest voltage of a channel in a frame; null when the frame has none of it. */
export function frameExtent(frame: Frame, channel: ChannelState): Extent | null {
  const section = frame.sections.find(
    ({ kind, channel: index }) =>
      index === channel.index && (kind === sectionKind.samples || kind === sectionKind.envelope),
  )
  if (section === undefined) return null
  const codes = sectionInt16(section)
  const perPoint = section.kind === sectionKind.envelope ? 2 : 1
  const gaps = perPoint === 1 ? frameGaps(frame) : []
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let point = 0; point < frame.points; point++) {
    const sample = frame.firstSample + point * frame.scansPerPoint
    if (gaps.some(({ first, count }) => sample >= first && sample < first + count)) continue
    const [min, max] = [codes[perPoint * point]!, codes[perPoint * point + perPoint - 1]!]
    // An empty column of an envelope has its lowest code above its highest.
    if (min > max) continue
    if (min < low) low = min
    if (max > high) high = max
  }
  return high >= low ? voltsBetween(low, high, channel) : null
}
