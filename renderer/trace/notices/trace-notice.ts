// What the trace area says about itself, so that an empty, a waiting, a stopped, a faulty and a disconnected screen are
// never mistaken for one another, and none is ever blank without a reason.

import type { Stats } from '#shared/contract/topics/status.ts'
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { InstrumentState } from '#shared/contract/topics.ts'
import type { WireError } from '#shared/errors.ts'
import type { FrameHeader } from '#shared/frame/frame.ts'
import { levelOf, type TriggerSettings } from '#shared/kinds/triggers.ts'
import { channelName } from '#shared/names.ts'
import { divisionsAcross } from '#shared/screen/divisions.ts'
import type { Extent } from '#shared/screen/fit.ts'
import { formatBytes } from '#shared/units.ts'
import { formatSetting } from '../../kit/format/figures.ts'
import { triggerLevels, triggerSign } from '../../kit/format/trigger-words.ts'
import type { LinkState } from '../../state/instrument.ts'
import { inPageLanguage } from '../../text/told.ts'
import type { ChannelSight } from '../plot/sights.ts'

export interface Notice {
  /** `middle`: there is nothing to cover; `corner`: a word beside the trace. */
  readonly place: 'middle' | 'corner'
  readonly tone: 'idle' | 'wait' | 'bad'
  readonly text: string
  readonly tip: string
}

export interface NoticeInput {
  readonly link: LinkState
  readonly error: WireError | null
  readonly state: InstrumentState | null
  readonly stats: Stats | null
  /** Of the frame that is drawn; null before the first. */
  readonly anchor: FrameHeader['anchor'] | null
  /** Of the channels in that frame. */
  readonly sights: readonly ChannelSight[]
  /** Voltages that the trigger's channel reaches in it; null when it has none. */
  readonly extent: Extent | null
  readonly view: Pick<ViewSettings, 'secondsPerDiv'>
}

type Known = NoticeInput & { readonly state: InstrumentState }

/** Fewer samples than this on the screen are no picture of a signal. */
const fewestSamples = 2
/** Who waits longer than this for a block wants to know why. */
const longBlockSeconds = 1

/** What is wrong with the link, if anything. */
function linkNotice({ link, error, anchor }: NoticeInput): Notice | null {
  const place = anchor === null ? 'middle' : 'corner'
  if (link === 'connecting') return { place: 'middle', tone: 'idle', text: 'Connecting to the instrument', tip: '' }
  if (link === 'refused')
    return {
      place: 'middle',
      tone: 'bad',
      text: 'This page does not fit the instrument',
      tip: error === null ? 'Reload the page.' : inPageLanguage(error),
    }
  if (link !== 'lost') return null
  const tip = `${anchor === null ? '' : 'The trace is the last one received. '}Trying again by itself.`
  return { place, tone: 'bad', text: 'The instrument is not connected', tip }
}

function edgeText({ state }: Known, trigger: TriggerSettings): string {
  const { channel: id } = trigger
  const channel = state.channels.find((one) => one.id === id)
  const name = channel === undefined ? id : channelName(channel.index)
  const levels = triggerLevels(trigger, channel?.unit ?? 'V')
  return [name, triggerSign(trigger), levels].filter((part) => part !== '').join(' ')
}

/** Why no trigger comes, where that can be seen. */
function whyNone({ state, extent }: Known, trigger: TriggerSettings): string | null {
  const level = levelOf(trigger)
  if (extent === null || level === null || (level >= extent.low && level <= extent.high)) return null
  const side = level > extent.high ? 'above' : 'below'
  const unit = state.channels.find((one) => one.id === trigger.channel)?.unit ?? 'V'
  const reach = `${formatSetting(extent.low, unit, 2)} to ${formatSetting(extent.high, unit, 2)}`
  return `The level is ${side} the signal (${reach}); 50 % sets it to the middle.`
}

/** The capture waits for a trigger, or can have none. */
function triggerNotice(input: Known): Notice | null {
  const { state, stats, anchor } = input
  const { trigger } = state
  const place = anchor === null ? 'middle' : 'corner'
  const channel = state.channels.find(({ id }) => id === trigger.channel)
  if (channel?.enabled === false)
    return {
      place,
      tone: 'wait',
      text: `no trigger: ${channelName(channel.index)}, its channel, is off`,
      tip: 'Choose another one as Edge, or switch it on.',
    }
  const isArmed = stats?.triggerWord === 'armed' || stats?.triggerWord === 'ready'
  const why = whyNone(input, trigger) ?? 'Shift + T takes a record now.'
  if (state.acquisition === 'single')
    return { place, tone: 'wait', text: `single: waiting for ${edgeText(input, trigger)}`, tip: why }
  if (isArmed && state.triggerMode === 'normal')
    return { place, tone: 'wait', text: `waiting for a trigger: ${edgeText(input, trigger)}`, tip: why }
  return null
}

/** A block is filled before it is seen: where that takes long, nothing comes until then. */
function blockNotice({ state, stats, anchor }: Known): Notice | null {
  const { blockBytes, bytesPerScan } = state.buffer
  const seconds = blockBytes / bytesPerScan / state.samplingFrequencyHz
  if (stats?.triggerWord !== 'ready' || seconds < longBlockSeconds) return null
  return {
    place: anchor === null ? 'middle' : 'corner',
    tone: 'wait',
    text: 'Waiting for the first block',
    tip: `A block of ${formatBytes(blockBytes)} takes ${formatSetting(seconds, 's', 3)} to fill at this rate. A smaller one comes sooner.`,
  }
}

/** Why there is no trace, or hardly one. */
function emptyNotice({ state, anchor, sights, view }: Known): Notice | null {
  const samples = divisionsAcross * view.secondsPerDiv * state.samplingFrequencyHz
  if (samples < fewestSamples) {
    const sample = formatSetting(1 / state.samplingFrequencyHz, 's', 3)
    return {
      place: 'corner',
      tone: 'wait',
      text: samples < 1 ? 'less than a sample in view' : 'hardly a sample in view',
      tip: `One comes every ${sample}. − shows more time, a higher sample rate more samples.`,
    }
  }
  if (sights.length === 0 || sights.some(({ sight }) => sight !== 'none')) return null
  return anchor === 'past' || state.acquisition === 'stopped'
    ? {
        place: 'middle',
        tone: 'wait',
        text: 'No samples here',
        tip: state.channels.some(({ enabled, input }) => enabled && input.bandwidth > 0)
          ? 'This time is not in memory, or not below the bandwidth limit: less is kept filtered than captured. End returns to the newest.'
          : 'This time is not in memory. Home goes to the oldest sample, End returns to the newest.',
      }
    : { place: 'middle', tone: 'idle', text: 'Waiting for the first samples', tip: '' }
}

/** What the trace is when nothing else is to be said. */
function plainNotice({ state, anchor }: Known): Notice | null {
  if (state.acquisition === 'stopped')
    return anchor === null
      ? { place: 'middle', tone: 'idle', text: 'Nothing captured yet', tip: 'Space runs the capture.' }
      : { place: 'corner', tone: 'idle', text: 'stopped', tip: '' }
  if (anchor === null) return { place: 'middle', tone: 'idle', text: 'Waiting for the first samples', tip: '' }
  if (anchor === 'roll') return { place: 'corner', tone: 'idle', text: 'rolling', tip: '' }
  if (anchor === 'past')
    return { place: 'corner', tone: 'wait', text: 'looking at the past', tip: 'End returns to now.' }
  return null
}

function faultWords({ fault, faultSentence }: InstrumentState): string {
  return fault === null ? 'No reason was given.' : inPageLanguage({ message: fault, ...faultSentence })
}

export function traceNotice(input: NoticeInput): Notice | null {
  const { state, anchor } = input
  const broken = linkNotice(input)
  if (broken !== null || state === null) return broken
  const known: Known = { ...input, state }
  if (state.acquisition === 'fault')
    return {
      place: anchor === null ? 'middle' : 'corner',
      tone: 'bad',
      text: 'The capture stopped by itself',
      tip: `${faultWords(state)} Run starts it again.`,
    }
  if (state.channels.every((channel) => !channel.enabled))
    return { place: 'middle', tone: 'idle', text: 'No channel is on', tip: 'Alt + 1 switches the first one on.' }
  const running = state.acquisition !== 'stopped' && anchor !== 'past'
  return (running ? (blockNotice(known) ?? triggerNotice(known)) : null) ?? emptyNotice(known) ?? plainNotice(known)
}
