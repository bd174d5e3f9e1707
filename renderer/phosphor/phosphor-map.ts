// A persistence map as it lies on the screen. Pure: from a frame and a view to maps and their places.
import { type Frame, sectionKind } from '#shared/contract/frame.ts'
import type { ChannelState } from '#shared/contract/instrument.ts'
import { decodePhosphor, type PhosphorMap } from '#shared/contract/phosphor.ts'
import { across, divisionsDown, type TimeWindow } from '../plot/axis.ts'
import { type ChannelView, verticalScale } from '../plot/vertical.ts'

/** Shares of the plot: 0 left or top, 1 right or bottom. Parts of it may lie outside. */
export interface Place {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface PlacedMap {
  readonly channel: number
  readonly map: PhosphorMap
  readonly place: Place
}

/** The maps of a frame that have anything to show. Time zero is the trigger instant, as for the line. */
export function placeMaps(
  frame: Frame,
  window: TimeWindow,
  channels: readonly ChannelState[],
  channelView: (channel: ChannelState) => ChannelView,
): PlacedMap[] {
  return frame.sections.flatMap(({ kind, channel: index, data }) => {
    const channel = channels.find((candidate) => candidate.index === index)
    if (kind !== sectionKind.persistence || channel === undefined) return []
    const map = decodePhosphor(data)
    // A map begun anew is dark, and then the line has to stand for itself.
    if (map.grades.length === 0) return []
    const { divisionsPerCode, divisionsAtZero } = verticalScale(channel, channelView(channel))
    const down = (code: number): number => 0.5 - (code * divisionsPerCode + divisionsAtZero) / divisionsDown
    const at = (samples: number): number => across(window, samples / frame.samplingFrequencyHz)
    const place = {
      left: at(map.first),
      right: at(map.first + map.columns * map.step),
      top: down(map.lowCode + map.rows * map.codesPerRow),
      bottom: down(map.lowCode),
    }
    return [{ channel: index, map, place }]
  })
}
