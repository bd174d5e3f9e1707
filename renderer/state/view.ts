// What the screen shows of the signal. The instrument knows the time axis (it makes the frames); volts per division and
// offset are the page's own.
import { defineStore } from 'pinia'
import * as v from 'valibot'
import { computed, ref } from 'vue'
import type { ChannelState } from '#shared/contract/channels.ts'
import type { ChannelRange, ViewSettings } from '#shared/contract/view.ts'
import type { FrameHeader } from '#shared/frame/frame.ts'
import { byHand } from '#shared/hand-step.ts'
import { divisionsDown } from '#shared/screen/divisions.ts'
import { clampTimebase, pan, zoomStep } from '../scale/timebase.ts'
import { type ChannelView, clampChannelView, defaultChannelView, divisionsToVolts } from '../scale/vertical.ts'
import { useInstrument } from './instrument.ts'
import { persisted } from './persisted.ts'
import { usePreferences } from './preferences.ts'

const timebaseSchema = v.object({
  secondsPerDiv: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  positionSeconds: v.pipe(v.number(), v.finite()),
})
const channelsSchema = v.record(
  v.string(),
  v.object({ voltsPerDiv: v.pipe(v.number(), v.finite(), v.gtValue(0)), offsetVolts: v.pipe(v.number(), v.finite()) }),
)

function rangeOf(channel: string, view: ChannelView): ChannelRange {
  return {
    channel,
    lowVolts: divisionsToVolts(-divisionsDown / 2, view),
    highVolts: divisionsToVolts(divisionsDown / 2, view),
  }
}

const sameRanges = (a: readonly ChannelRange[], b: readonly ChannelRange[]): boolean =>
  a.length === b.length &&
  a.every((one, k) => {
    const other = b[k]
    return other?.channel === one.channel && other.lowVolts === one.lowVolts && other.highVolts === one.highVolts
  })

/** A view of the signal, whole. */
export interface Picture {
  readonly timebase: Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds'>
  readonly channels: Readonly<Record<string, ChannelView>>
  readonly atSample: number | null
}

export const useView = defineStore('view', () => {
  const preferences = usePreferences()
  const instrument = useInstrument()
  const timebase = persisted('blockscope.timebase.1', timebaseSchema, { secondsPerDiv: 2e-7, positionSeconds: 0 })
  const channels = persisted<Record<string, ChannelView>>('blockscope.channels.1', channelsSchema, {})
  /** Plot width in device pixels; the trace area says. */
  const columns = ref(1000)
  const atSample = ref<number | null>(null)
  const selectedChannel = persisted('blockscope.selected.1', v.string(), 'voltage0')
  /** How the window on the screen was chosen; null before the first frame. */
  const shownAnchor = ref<FrameHeader['anchor'] | null>(null)

  /** What the screen shows of each channel that is on, in volts; the same array while nothing of it changes. */
  const vertical = computed<readonly ChannelRange[]>((before) => {
    const now = instrument.enabledChannels.map((channel) => rangeOf(channel.id, viewOf(channel)))
    return before !== undefined && sameRanges(before, now) ? before : now
  })
  const settings = computed<ViewSettings>(() => ({
    ...clampTimebase(timebase.value),
    columns: columns.value,
    atSample: atSample.value,
    ...(preferences.persistence ? { persistence: true, vertical: vertical.value } : {}),
  }))

  /** Scale and offset of a channel: as set, else such that the channels that are on share the screen. */
  function viewOf(channel: Pick<ChannelState, 'id'>): ChannelView {
    const shown = instrument.enabledChannels
    const place = Math.max(
      0,
      shown.findIndex(({ id }) => id === channel.id),
    )
    return channels.value[channel.id] ?? defaultChannelView(place, shown.length)
  }

  function setChannelView(id: string, view: ChannelView): void {
    channels.value = { ...channels.value, [id]: clampChannelView(view) }
  }

  function setTimebase(change: Partial<Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds'>>): void {
    timebase.value = clampTimebase({ ...timebase.value, ...change })
  }

  /** @param at 0 left edge of the screen, 1 right edge: what lies there stays there. */
  function zoom(direction: 1 | -1, at = 0.5): void {
    setPositionByHand(zoomStep(timebase.value, direction, at))
  }

  function panBy(divisions: number): void {
    setPositionByHand(pan(timebase.value, divisions))
  }

  /** A position that a hand chose is as exact as a hand. */
  function setPositionByHand(change: Partial<Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds'>>): void {
    const { secondsPerDiv, positionSeconds } = { ...timebase.value, ...change }
    setTimebase({ secondsPerDiv, positionSeconds: byHand(positionSeconds, secondsPerDiv) })
  }

  /** What the screen shows now, to come back to. */
  function picture(): Picture {
    return { timebase: timebase.value, channels: channels.value, atSample: atSample.value }
  }

  function showPicture(wanted: Picture): void {
    timebase.value = wanted.timebase
    channels.value = wanted.channels
    atSample.value = wanted.atSample
  }

  /** Looks at the past, with time zero at this sample; null follows the trigger, or the newest sample. */
  function lookAt(sample: number | null): void {
    atSample.value = sample === null ? null : Math.max(0, sample)
  }

  return {
    timebase,
    channels,
    columns,
    atSample,
    selectedChannel,
    shownAnchor,
    settings,
    viewOf,
    setChannelView,
    setTimebase,
    zoom,
    panBy,
    setPositionByHand,
    picture,
    showPicture,
    lookAt,
  }
})
