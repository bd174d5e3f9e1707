// A persistence map as it lies on the screen. Pure: from a frame and a view to maps and their places.

import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { decodePhosphor, type PhosphorMap } from '#shared/frame/phosphor.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import type { ChannelView } from '#shared/screen/channel-view.ts'
import { divisionsDown } from '#shared/screen/divisions.ts'
import { across, type TimeWindow } from '../../scale/axis.ts'
import { verticalScale } from '../../scale/vertical.ts'

/** Shares of the plot: 0 left or top, 1 right or bottom. Parts of it may lie outside; `top` is below of a channel that is inverted. */
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

/** A map may begin and end this many of its columns from the ends of the screen, and as many shares of its height. */
const slack = { columns: 4, height: 0.02 } as const

/**
 * Whether a map is one of what the screen shows: all of it, at this scale. A map of another window, which is there for a
 * moment after the view was changed and for good when the capture is stopped, would be a smear of it, or leave most dark.
 */
export function fitsScreen({ left, right, top, bottom }: Place, columns: number): boolean {
  const width = slack.columns * Math.max(1 / columns, (right - left) / columns)
  const [highest, lowest] = top < bottom ? [top, bottom] : [bottom, top]
  const isNear = (a: number, b: number, most: number): boolean => Math.abs(a - b) <= most
  return (
    isNear(left, 0, width) &&
    isNear(right, 1, width) &&
    isNear(highest, 0, slack.height) &&
    isNear(lowest, 1, slack.height)
  )
}

/** The maps of a frame that fit the screen and have anything to show. Time zero is the trigger instant, as for the line. */
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
    return fitsScreen(place, map.columns) ? [{ channel: index, map, place }] : []
  })
}
