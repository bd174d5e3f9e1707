// A trigger needs a channel that is on. When its own is switched off it moves to one that is, and says so.
import type { ChannelSummary } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { TriggerSettings } from '#shared/kinds/triggers.ts'
import { channelName } from '#shared/names.ts'
import { voltsBetween } from '#shared/screen/codes.ts'
import { middleLevel } from './auto-set.ts'

/** Channels that a trigger cannot do without. */
export const followedParameters = ['channel', 'armChannel'] as const

/** Where the trigger goes: the first channel that is on, when its own is off; null: it stays. */
export function nextTriggerChannel(
  settings: TriggerSettings,
  channels: readonly ChannelState[],
  name: (typeof followedParameters)[number] = 'channel',
): ChannelState | null {
  const { [name]: id } = settings as { readonly channel: string; readonly armChannel?: string }
  if (id === undefined) return null
  if (channels.some((channel) => channel.id === id && channel.enabled)) return null
  return channels.find((channel) => channel.enabled) ?? null
}

/** A level that the signal of the new channel crosses: the old one if it does, else the middle. */
export function followingLevel(levelVolts: number, summary: ChannelSummary, channel: ChannelState): number {
  const { low, high } = voltsBetween(summary.min, summary.max, channel)
  const crosses = levelVolts > low && levelVolts < high
  return crosses ? levelVolts : middleLevel(summary, channel)
}

/** What a viewer is told. */
export function moveSentence(from: ChannelState | undefined, to: ChannelState): string {
  const before = from === undefined ? 'its channel' : channelName(from.index)
  return `The trigger moved to ${channelName(to.index)}: ${before} is off.`
}
