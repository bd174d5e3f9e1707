// What the screen shows of the signal. Time base, scales and persistence are settings of the instrument, shared by all who
// operate it; the width of the plot and the sample that is looked at are the page's own.
import { defineStore } from 'pinia'
import * as v from 'valibot'
import { computed, ref, shallowRef } from 'vue'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { ScreenSettings } from '#shared/contract/topics/screen.ts'
import type { ChannelRange, TimeAxis, ViewSettings } from '#shared/contract/topics/view.ts'
import type { FrameHeader } from '#shared/frame/frame.ts'
import { byHand } from '#shared/hand-step.ts'
import type { ChosenMeasurement } from '#shared/kinds/measurements.ts'
import { mathTraceId } from '#shared/names.ts'
import { type ChannelView, clampChannelView, type ScaleRange, scaleRange } from '#shared/screen/channel-view.ts'
import { minCode } from '#shared/screen/codes.ts'
import { divisionsDown } from '#shared/screen/divisions.ts'
import { scaleFor } from '#shared/screen/fit.ts'
import { mostPerDiv, voltsPerDivRange } from '#shared/screen/ranges.ts'
import { type OverviewSettings, openedOverview, overviewAxis } from '../scale/overview.ts'
import { clampTimebase, pan, zoomStep } from '../scale/timebase.ts'
import { defaultChannelView, divisionsToVolts } from '../scale/vertical.ts'
import { asOneStep } from './gesture.ts'
import { useInstrument } from './instrument.ts'
import { persisted } from './persisted.ts'
import { useSettings } from './settings.ts'

/** Before an instrument is connected. */
const noScreen: ScreenSettings = {
  ...{ secondsPerDiv: 2e-7, positionSeconds: 0, persistence: true, channels: {} },
  ...{ overview: false, overviewSecondsPerDiv: 'auto', overviewPosition: 'auto' },
  ...{ dots: 'auto', interpolation: 'sinc' },
}

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

/** What is beyond this part of a range is less than a pixel of the screen. */
const nearlyAll = 0.999

/** A view of the signal, whole. */
export interface Picture {
  readonly timebase: Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds'>
  readonly channels: Readonly<Record<string, ChannelView>>
  readonly atSample: number | null
}

export const useView = defineStore('view', () => {
  const instrument = useInstrument()
  const shared = useSettings()
  const screen = computed(() => instrument.state?.screen ?? noScreen)
  const timebase = computed(() =>
    clampTimebase({
      secondsPerDiv: shared.now('timebase.secondsPerDiv', screen.value.secondsPerDiv),
      positionSeconds: shared.now('timebase.position', screen.value.positionSeconds),
    }),
  )
  const persistence = computed(() => shared.now('screen.persistence', screen.value.persistence))
  const overviewSettings = computed<OverviewSettings>(() => ({
    overviewSecondsPerDiv: shared.now('overview.secondsPerDiv', screen.value.overviewSecondsPerDiv),
    overviewPosition: shared.now('overview.position', screen.value.overviewPosition),
  }))
  /** What stands above the trace, with its window inside; null: nothing. */
  const overview = computed<TimeAxis | null>(() =>
    shared.now('overview.on', screen.value.overview) ? overviewAxis(overviewSettings.value, timebase.value) : null,
  )
  const dots = computed(() => shared.now('screen.dots', screen.value.dots))
  const interpolation = computed(() => shared.now('screen.interpolation', screen.value.interpolation))
  /** Those that have a scale and an offset of their own; the others share the screen. */
  const channels = computed<Readonly<Record<string, ChannelView>>>(() => {
    const ids = new Set(Object.keys(screen.value.channels))
    for (const path of shared.ahead.keys()) if (path.startsWith('channels.')) ids.add(path.split('.')[1] ?? '')
    return Object.fromEntries([...ids].flatMap((id) => ownView(id) ?? []))
  })
  /** Plot width in device pixels; the trace area says. */
  const columns = ref(1000)
  const atSample = ref<number | null>(null)
  /** The measurement that is marked on the trace; null: none is. */
  const marked = shallowRef<ChosenMeasurement | null>(null)
  const selectedChannel = persisted('blockscope.selected.1', v.string(), 'voltage0')
  /** How the window on the screen was chosen; null before the first frame. */
  const shownAnchor = ref<FrameHeader['anchor'] | null>(null)

  /** What the screen shows of each channel that is on, in volts; the same array while nothing of it changes. */
  const vertical = computed<readonly ChannelRange[]>((before) => {
    const now = instrument.enabledChannels.map((channel) => rangeOf(channel.id, viewOf(channel)))
    return before !== undefined && sameRanges(before, now) ? before : now
  })
  const settings = computed<ViewSettings>(() => ({
    ...timebase.value,
    columns: columns.value,
    atSample: atSample.value,
    ...(persistence.value ? { persistence: true, vertical: vertical.value } : {}),
    ...(marked.value === null ? {} : { marked: marked.value }),
    ...(overview.value === null ? {} : { overview: overview.value }),
  }))

  /** As an entry, with what is not set as if the channels shared the screen; null: neither is set. */
  function ownView(id: string): [[string, ChannelView]] | null {
    const known = screen.value.channels[id] ?? { voltsPerDiv: 'auto' as const, offset: 'auto' as const }
    const voltsPerDiv = shared.now<number | 'auto'>(`channels.${id}.voltsPerDiv`, known.voltsPerDiv)
    const offset = shared.now<number | 'auto'>(`channels.${id}.offset`, known.offset)
    if (voltsPerDiv === 'auto' && offset === 'auto') return null
    const place = placeOf(id)
    return [
      [
        id,
        {
          voltsPerDiv: voltsPerDiv === 'auto' ? place.voltsPerDiv : voltsPerDiv,
          offsetVolts: offset === 'auto' ? place.offsetVolts : offset,
        },
      ],
    ]
  }

  /** Scale and offset of a channel: as set, else such that the channels that are on share the screen. */
  function viewOf(channel: Pick<ChannelState, 'id'>): ChannelView {
    return channels.value[channel.id] ?? placeOf(channel.id)
  }

  function placeOf(channel: string): ChannelView {
    // The math trace lies over the channels, at a scale at which all its values are on the screen.
    if (channel === mathTraceId) {
      const reach = -minCode * (instrument.state?.mathTrace?.unitsPerCode ?? 0)
      return { voltsPerDiv: scaleFor(2 * reach * nearlyAll, divisionsDown, rangeFor(channel)), offsetVolts: 0 }
    }
    const shown = instrument.enabledChannels
    const place = shown.findIndex(({ id }) => id === channel)
    return defaultChannelView(Math.max(0, place), shown.length, shown[place]?.factor)
  }

  /** The scales that a trace can be set to. */
  function rangeFor(id: string): ScaleRange {
    const channels = instrument.state?.channels ?? []
    const own = channels.find((one) => one.id === id)
    if (own !== undefined) return scaleRange(own.factor)
    // The math trace may be a product of any two.
    const most = Math.max(1, ...channels.map(({ factor }) => Math.abs(factor)))
    return { ...voltsPerDivRange, max: Math.min(mostPerDiv, voltsPerDivRange.max * most * most) }
  }

  function setChannelView(id: string, view: ChannelView): void {
    const { voltsPerDiv, offsetVolts } = clampChannelView(view, rangeFor(id))
    shared.set({ [`channels.${id}.voltsPerDiv`]: voltsPerDiv, [`channels.${id}.offset`]: offsetVolts })
  }

  function setPersistence(on: boolean): void {
    shared.set({ 'screen.persistence': on })
  }

  /** How samples are drawn that are few to a pixel. */
  function setDrawing(change: Partial<Pick<ScreenSettings, 'dots' | 'interpolation'>>): void {
    shared.set(Object.fromEntries(Object.entries(change).map(([name, value]) => [`screen.${name}`, value])))
  }

  function setTimebase(change: Partial<Pick<ViewSettings, 'secondsPerDiv' | 'positionSeconds'>>): void {
    const { secondsPerDiv, positionSeconds } = clampTimebase({ ...timebase.value, ...change })
    const values = {
      ...(change.secondsPerDiv !== undefined &&
        secondsPerDiv !== timebase.value.secondsPerDiv && { 'timebase.secondsPerDiv': secondsPerDiv }),
      ...(change.positionSeconds !== undefined &&
        positionSeconds !== timebase.value.positionSeconds && { 'timebase.position': positionSeconds }),
      // An overview that has the length of nobody's choice keeps it: what it is of is seen to grow and shrink in it.
      ...(change.secondsPerDiv !== undefined &&
        overview.value !== null &&
        overviewSettings.value.overviewSecondsPerDiv === 'auto' && {
          'overview.secondsPerDiv': overview.value.secondsPerDiv,
        }),
    }
    shared.set(values)
  }

  function setOverview({ overviewSecondsPerDiv, overviewPosition }: Partial<OverviewSettings>): void {
    shared.set({
      ...(overviewSecondsPerDiv !== undefined && { 'overview.secondsPerDiv': overviewSecondsPerDiv }),
      ...(overviewPosition !== undefined && { 'overview.position': overviewPosition }),
    })
  }

  /** As one step; what is on the trace stays what it is. */
  function showOverview(on: boolean): void {
    asOneStep(() => {
      if (on) setOverview(openedOverview(overviewSettings.value, timebase.value))
      shared.set({ 'overview.on': on })
    })
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
    asOneStep(() => {
      setTimebase(wanted.timebase)
      for (const id of Object.keys(channels.value))
        if (!(id in wanted.channels))
          shared.set({ [`channels.${id}.voltsPerDiv`]: 'auto', [`channels.${id}.offset`]: 'auto' })
      for (const [id, channel] of Object.entries(wanted.channels)) setChannelView(id, channel)
    })
    atSample.value = wanted.atSample
  }

  /** Looks at the past, with time zero at this sample; null follows the trigger, or the newest sample. */
  function lookAt(sample: number | null): void {
    atSample.value = sample === null ? null : Math.max(0, sample)
  }

  return {
    timebase,
    channels,
    persistence,
    overview,
    dots,
    interpolation,
    columns,
    atSample,
    marked,
    selectedChannel,
    shownAnchor,
    settings,
    viewOf,
    rangeFor,
    setChannelView,
    setTimebase,
    setOverview,
    showOverview,
    setPersistence,
    setDrawing,
    zoom,
    panBy,
    setPositionByHand,
    picture,
    showPicture,
    lookAt,
  }
})
