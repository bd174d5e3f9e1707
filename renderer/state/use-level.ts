// The trigger level as the hand sets it: in round steps, within what the converter reaches, and on the screen before the
// instrument has it.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { byHand } from '#shared/hand-step.ts'
import { levelOf } from '#shared/kinds/triggers.ts'
import { fullScale } from '#shared/screen/codes.ts'
import { clamp } from '../scale/clamp.ts'
import { frameExtent } from '../scale/frame-extent.ts'
import { useInstrument } from './instrument.ts'
import { useSettings } from './settings.ts'
import { useView } from './view.ts'

/** A step of the keyboard, in divisions. */
const fineDivisions = 0.1
/** A level half way up a signal is as exact as this part of the signal. */
const signalParts = 2

export const useLevel = defineStore('level', () => {
  const instrument = useInstrument()
  const view = useView()
  const settings = useSettings()
  const known = computed(() => (instrument.state ? levelOf(instrument.state.trigger) : null))
  /** Whether the trigger has one level; there are kinds with none and with two. */
  const isThere = computed(() => known.value !== null)
  const volts = computed(() => settings.now('trigger.level', known.value ?? 0))
  const channel = computed<ChannelState | null>(
    () => instrument.state?.channels.find(({ id }) => id === instrument.state?.trigger.channel) ?? null,
  )
  /** What the level is in: the unit of its channel. */
  const unit = computed(() => channel.value?.unit ?? 'V')
  /** Lowest and highest level there can be. */
  const range = computed(() => (channel.value === null ? { low: -1, high: 1 } : fullScale(channel.value)))

  function perDivision(): number {
    return channel.value === null ? 1 : view.viewOf(channel.value).voltsPerDiv
  }

  /** The level that there can be which a hand means with this one. @param coarseness volts of which a hundredth still matters */
  function meant(level: number, coarseness = perDivision()): number {
    const { low, high } = range.value
    return clamp(byHand(level, coarseness), low, high)
  }

  /** @param coarseness volts of which a hundredth still matters; a division unless given */
  function setByHand(level: number, coarseness = perDivision()): void {
    // The level is the instrument's: who only looks sees the one in force.
    if (!instrument.canOperate || !isThere.value) return
    settings.set({ 'trigger.level': meant(level, coarseness) })
  }

  function step(divisions: number): void {
    setByHand(volts.value + divisions * perDivision())
  }

  /** Half way between the lowest and the highest voltage of the trigger's channel in view. */
  function toHalf(): void {
    const { latest } = instrument.feed
    const extent = channel.value !== null && latest !== null ? frameExtent(latest, channel.value) : null
    if (extent === null) return
    const span = (extent.high - extent.low) / signalParts
    setByHand((extent.low + extent.high) / 2, span > 0 ? Math.min(span, perDivision()) : perDivision())
  }

  return {
    isThere,
    volts,
    channel,
    unit,
    range,
    meant,
    setByHand,
    step,
    raise: () => step(fineDivisions),
    lower: () => step(-fineDivisions),
    toHalf,
  }
})
