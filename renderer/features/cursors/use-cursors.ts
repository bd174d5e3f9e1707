// The two cursors as they are set, and as they stand on the screen. They are settings of the instrument: on the screen before it
// has them, and a page that only looks keeps its own.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { unsetCursors } from '#shared/contract/topics/cursors.ts'
import { byHand } from '#shared/hand-step.ts'
import { type CursorSettings, cursorSettings } from '#shared/kinds/settings.ts'
import { ownCursorSeconds } from '#shared/screen/cursor-places.ts'
import { divisionsDown } from '#shared/screen/divisions.ts'
import { across, timeWindow } from '../../scale/axis.ts'
import { clamp } from '../../scale/clamp.ts'
import { divisionsToVolts, voltsToDivisions } from '../../scale/vertical.ts'
import { asOneStep } from '../../state/gesture.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useSettings } from '../../state/settings.ts'
import { useView } from '../../state/view.ts'
import { isBeyond } from '../../trace/handles/edge-places.ts'

export type CursorNumber = 1 | 2
export type CursorAxis = 'time' | 'amplitude'
export const cursorNumbers = [1, 2] as const

/** Where an amplitude cursor that was placed nowhere stands: divisions above the ground of its channel. */
const ownDivisions = { 1: -1, 2: 1 } as const
/** Of a ground that is beyond this the middle is moved onto the screen, in divisions. */
const mostGround = 3

type Changes = { -readonly [N in keyof CursorSettings]?: CursorSettings[N] }

export const useCursors = defineStore('cursors', () => {
  const instrument = useInstrument()
  const view = useView()
  const settings = useSettings()
  /** The cursor that keys for edges mean; null: nobody took one yet. */
  const taken = ref<CursorNumber | null>(null)

  const set = computed<CursorSettings>(() => {
    const known = instrument.state?.cursors ?? unsetCursors
    const entries = Object.entries(known).map(([name, value]) => [name, settings.now(`cursors.${name}`, value)])
    return Object.fromEntries(entries) as unknown as CursorSettings
  })
  const isShown = computed(() => set.value.time || set.value.amplitude)
  const window = computed(() => timeWindow(view.timebase))

  /**
   * What the time axis counts from, in seconds after the reference: without a trigger, and without a sample that is looked at, it
   * is the newest sample, at the right edge.
   */
  const zeroSeconds = computed(() =>
    view.atSample !== null || view.shownAnchor === 'trigger' || view.shownAnchor === null ? 0 : window.value.endSeconds,
  )

  /** The channel a cursor is bound to, as long as it is shown; else the first that is. Null: none is shown. */
  function channelOf(number: CursorNumber): ChannelState | null {
    const { traces } = instrument
    return traces.find(({ id }) => id === set.value[`channel${number}`]) ?? traces[0] ?? null
  }

  const isBound = (number: CursorNumber): boolean => channelOf(number)?.id === set.value[`channel${number}`]

  function unitOf(number: CursorNumber): string {
    const channel = channelOf(number)
    return channel === null ? 'V' : instrument.unitOf(channel)
  }

  /** A cursor that stays on the signal has a time, whether or not times are shown. */
  const hasTime = (number: CursorNumber): boolean =>
    set.value.time || (set.value.amplitude && set.value[`tracked${number}`])

  function secondsOf(number: CursorNumber): number {
    const seconds = set.value[`t${number}`]
    return seconds === 'auto' ? ownSeconds(number) : seconds
  }

  function ownSeconds(number: CursorNumber): number {
    return ownCursorSeconds(number, view.timebase)
  }

  /** Of a cursor that does not track, in the unit of {@link channelOf}. */
  function amplitudeOf(number: CursorNumber): number {
    const amplitude = set.value[`y${number}`]
    // What was set is a figure of the channel that is off: in another unit it means nothing.
    const bound = set.value[`channel${number}`]
    const isOfUnit = isBound(number) || instrument.unitOf({ id: bound }) === unitOf(number)
    return amplitude === 'auto' || !isOfUnit ? ownAmplitude(number) : amplitude
  }

  function ownAmplitude(number: CursorNumber): number {
    const channel = channelOf(number)
    if (channel === null) return 0
    const scale = view.viewOf(channel)
    const ground = clamp(voltsToDivisions(0, scale), -mostGround, mostGround)
    return byHand(divisionsToVolts(ground + ownDivisions[number], scale), scale.voltsPerDiv)
  }

  /** Divisions above the middle of the screen. */
  function heightOf(number: CursorNumber, amplitude = amplitudeOf(number)): number {
    const channel = channelOf(number)
    return channel === null ? 0 : voltsToDivisions(amplitude, view.viewOf(channel))
  }

  /** @param divisions above the middle of the screen */
  function amplitudeAt(number: CursorNumber, divisions: number): number {
    const channel = channelOf(number)
    return channel === null ? 0 : divisionsToVolts(divisions, view.viewOf(channel))
  }

  const otherOf = (number: CursorNumber): CursorNumber => (number === 1 ? 2 : 1)

  function put(changes: Changes): void {
    settings.set(Object.fromEntries(Object.entries(changes).map(([name, value]) => [`cursors.${name}`, value])))
  }

  /** @param seconds exactly these, as far as there can be such a time */
  function placeTime(number: CursorNumber, seconds: number): void {
    const { least, most } = cursorSettings.t1
    const other = otherOf(number)
    put({
      [`t${number}`]: clamp(seconds, least, most),
      // Where one was placed the other stays, too, when the screen changes.
      ...(set.value[`t${other}`] === 'auto' && { [`t${other}`]: secondsOf(other) }),
    })
  }

  function placeAmplitude(number: CursorNumber, amplitude: number): void {
    const { least, most } = cursorSettings.y1
    const other = otherOf(number)
    const channel = channelOf(number)
    put({
      [`y${number}`]: clamp(amplitude, least, most),
      // A hand that moves it on another channel than its own means that one.
      ...(channel !== null && !isBound(number) && { [`channel${number}`]: channel.id }),
      ...(set.value[`y${other}`] === 'auto' && isBound(other) && { [`y${other}`]: amplitudeOf(other) }),
    })
  }

  const isTimeBeyond = (number: CursorNumber): boolean => isBeyond(across(window.value, secondsOf(number)))
  const isAmplitudeBeyond = (number: CursorNumber): boolean => isBeyond(0.5 - heightOf(number) / divisionsDown)

  /** Its amplitude is where it was put, and shown. */
  const isFixed = (number: CursorNumber): boolean => set.value.amplitude && !set.value[`tracked${number}`]
  const isAnyBeyond = computed(() =>
    cursorNumbers.some(
      (number) => (hasTime(number) && isTimeBeyond(number)) || (isFixed(number) && isAmplitudeBeyond(number)),
    ),
  )

  /** Those that are shown and lie beyond the screen come back onto it. */
  function intoView(only: readonly CursorNumber[] = cursorNumbers): void {
    asOneStep(() => {
      for (const number of only) {
        if (hasTime(number) && isTimeBeyond(number)) placeTime(number, ownSeconds(number))
        if (isFixed(number) && isAmplitudeBeyond(number)) placeAmplitude(number, ownAmplitude(number))
      }
    })
  }

  /** A pair that is shown is placed: it stays where it is when the screen changes. */
  function show(axis: CursorAxis, on: boolean): void {
    const changes: Changes = { [axis]: on }
    const name = axis === 'time' ? 't' : 'y'
    if (on)
      for (const number of cursorNumbers)
        if (set.value[`${name}${number}`] === 'auto' && (axis === 'time' || isBound(number)))
          changes[`${name}${number}`] = axis === 'time' ? secondsOf(number) : amplitudeOf(number)
    put(changes)
  }

  /** It stays at its height on the screen, in the unit of the other channel. */
  function bind(number: CursorNumber, id: string): void {
    const divisions = heightOf(number)
    const scale = view.viewOf({ id })
    const isPlaced = set.value[`y${number}`] !== 'auto'
    put({
      [`channel${number}`]: id,
      ...(isPlaced && { [`y${number}`]: byHand(divisionsToVolts(divisions, scale), scale.voltsPerDiv) }),
    })
  }

  function track(number: CursorNumber, on: boolean): void {
    put({ [`tracked${number}`]: on })
  }

  return {
    taken,
    set,
    isShown,
    window,
    zeroSeconds,
    channelOf,
    isBound,
    isFixed,
    unitOf,
    hasTime,
    secondsOf,
    amplitudeOf,
    heightOf,
    amplitudeAt,
    placeTime,
    placeAmplitude,
    isTimeBeyond,
    isAmplitudeBeyond,
    isAnyBeyond,
    intoView,
    show,
    bind,
    track,
  }
})
