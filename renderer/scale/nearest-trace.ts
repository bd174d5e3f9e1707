// Which trace is meant by a place on the screen. Pure.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { mathTraceId } from '#shared/names.ts'
import type { ChannelView } from '#shared/screen/channel-view.ts'
import { divisionsAcross, divisionsDown } from '#shared/screen/divisions.ts'
import { timeWindow } from './axis.ts'
import { derivedChannel, frameDerived } from './derived-channel.ts'
import { isKnown } from './ranged.ts'
import { valueAt, zeroIn } from './trace-value.ts'
import { voltsToDivisions } from './vertical.ts'

/** A pixel beside an edge is as near as one below a top: times are looked at as far away as this, in divisions. */
const besideDivisions = 0.25
const looks = 5

/**
 * The trace that is drawn nearest to a place.
 * @param at in parts of the screen: 0 is left and top, 1 right and bottom
 * @returns its id; null when none is drawn there
 */
export function nearestTrace(
  frame: Frame,
  view: ViewSettings,
  traces: readonly ChannelState[],
  channelView: (channel: ChannelState) => ChannelView,
  at: { readonly x: number; readonly y: number },
): string | null {
  const { startSeconds } = timeWindow(view)
  const wanted = (0.5 - at.y) * divisionsDown
  const derived = frameDerived(frame)
  const zero = zeroIn(frame, view)
  let nearest: { id: string; away: number } | null = null
  for (const channel of traces) {
    const converted = channel.id === mathTraceId ? derived && derivedChannel(derived.unitsPerCode) : channel
    if (converted === null) continue
    for (let look = 0; look < looks; look++) {
      const beside = ((look / (looks - 1)) * 2 - 1) * besideDivisions
      const seconds = startSeconds + (at.x * divisionsAcross + beside) * view.secondsPerDiv
      const reading = valueAt(frame, converted, zero + seconds * frame.samplingFrequencyHz)
      if (!isKnown(reading)) continue
      const [one, other] = [reading.low, reading.high].map((volts) => voltsToDivisions(volts, channelView(channel)))
      const away = Math.hypot(Math.max(0, Math.min(one!, other!) - wanted, wanted - Math.max(one!, other!)), beside)
      if (nearest === null || away < nearest.away) nearest = { id: channel.id, away }
    }
  }
  return nearest?.id ?? null
}
