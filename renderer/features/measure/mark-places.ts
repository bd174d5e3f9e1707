// Where the mark of a measurement stands on the screen: parts of the trace from its left and its top. Pure.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { decodeMark, type MarkLevel } from '#shared/frame/measured.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import type { ChannelView } from '#shared/screen/channel-view.ts'
import { divisionsDown } from '#shared/screen/divisions.ts'
import { across, referenceSample, timeWindow } from '../../scale/axis.ts'
import { voltsToDivisions } from '../../scale/vertical.ts'

export interface MarkPlaces {
  readonly channel: ChannelState
  readonly value: number
  /** Lines across the trace; none that is not on the screen. */
  readonly levels: readonly { readonly of: MarkLevel; readonly part: number }[]
  /** Lines down the trace. */
  readonly instants: readonly number[]
  /** Between the first and the last instant, as far as it is on the screen. */
  readonly span: { readonly from: number; readonly until: number } | null
}

const isOn = (part: number): boolean => part >= 0 && part <= 1

/** Null: the frame marks nothing, or nothing of it is on the screen. */
export function markPlaces(
  frame: Frame,
  view: ViewSettings,
  channels: readonly ChannelState[],
  viewOf: (channel: ChannelState) => ChannelView,
): MarkPlaces | null {
  const section = frame.sections.find(({ kind }) => kind === sectionKind.measured)
  const channel = channels.find(({ index }) => index === section?.channel)
  if (section === undefined || channel === undefined) return null
  const { value, instants, levels } = decodeMark(section.data)
  const zero = referenceSample(frame, view)
  const times = instants.map((at) => across(timeWindow(view), (at - zero) / frame.samplingFrequencyHz))
  const [from, until] = [Math.max(0, Math.min(...times)), Math.min(1, Math.max(...times))]
  const scale = viewOf(channel)
  const heights = levels
    .map(({ of, at }) => ({ of, part: 0.5 - voltsToDivisions(at, scale) / divisionsDown }))
    .filter(({ part }) => isOn(part))
  if (times.length > 0 && from > until) return null
  if (heights.length === 0 && times.length === 0) return null
  return {
    channel,
    value,
    levels: heights,
    instants: times.filter(isOn),
    span: times.length === 0 ? null : { from, until },
  }
}
