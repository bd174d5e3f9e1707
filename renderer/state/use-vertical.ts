// Volts per division and offset of the channels, as keys and the hand change them.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { ChannelRange } from '#shared/contract/topics/view.ts'
import { byHand } from '#shared/hand-step.ts'
import { fitChannel } from '#shared/screen/fit.ts'
import { fineStep, step125 } from '#shared/units.ts'
import { frameExtent } from '../scale/frame-extent.ts'
import { withVoltsPerDiv } from '../scale/vertical.ts'
import { asOneStep } from './gesture.ts'
import { useInstrument } from './instrument.ts'
import { useView } from './view.ts'

export const useVertical = defineStore('vertical', () => {
  const instrument = useInstrument()
  const view = useView()
  const selected = computed<ChannelState | null>(
    () =>
      [...(instrument.state?.channels ?? []), ...instrument.traces].find(({ id }) => id === view.selectedChannel) ??
      null,
  )

  /** To the next 1-2-5 step, or a fine one. */
  function stepScale(direction: 1 | -1, channel = selected.value, isFine = false): void {
    if (channel === null) return
    const before = view.viewOf(channel)
    const next = (isFine ? fineStep : step125)(before.voltsPerDiv, direction)
    view.setChannelView(channel.id, withVoltsPerDiv(before, next, view.rangeFor(channel.id)))
  }

  /** @param volts in round steps of a hand */
  function setOffsetByHand(volts: number, channel: ChannelState): void {
    const before = view.viewOf(channel)
    view.setChannelView(channel.id, { ...before, offsetVolts: byHand(volts, before.voltsPerDiv) })
  }

  function moveBy(divisions: number, channel = selected.value): void {
    if (channel === null) return
    const { offsetVolts, voltsPerDiv } = view.viewOf(channel)
    setOffsetByHand(offsetVolts + divisions * voltsPerDiv, channel)
  }

  /** Fits what is on the screen: all traces, or only one of them. */
  function fit(only?: ChannelState): void {
    const frame = instrument.feed.latest
    const shown = instrument.traces
    if (frame === null) return
    asOneStep(() => {
      for (const [place, channel] of shown.entries()) {
        const extent = frameExtent(frame, channel)
        if (extent === null || (only !== undefined && only.id !== channel.id)) continue
        view.setChannelView(channel.id, fitChannel(extent, place, shown.length, view.rangeFor(channel.id)))
      }
    })
  }

  /** Scales and places the channels such that these voltages are on the screen. */
  function show(ranges: readonly ChannelRange[]): void {
    asOneStep(() => {
      for (const [place, { channel, lowVolts, highVolts }] of ranges.entries())
        view.setChannelView(
          channel,
          fitChannel({ low: lowVolts, high: highVolts }, place, ranges.length, view.rangeFor(channel)),
        )
    })
  }

  return { selected, show, stepScale, setOffsetByHand, moveBy, fit }
})
