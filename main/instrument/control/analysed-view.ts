// A viewer's view as the analysis knows it: what the screen shows of a channel in codes, not in volts.
import type { AnalysedView, MarkedRow } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import { fail, say } from '#shared/errors.ts'
import type { ChosenMeasurement } from '#shared/kinds/measurements.ts'
import { voltsToCode } from '#shared/screen/codes.ts'

/** Of a viewer that has not said yet what it looks at, or never does: it decides nothing for those that have. */
export const firstView: ViewSettings = { secondsPerDiv: 500e-9, positionSeconds: 0, columns: 1000, atSample: null }

/** A channel that is not there is not captured either: nothing is measured of it. */
function markedRow({ name, channel, to }: ChosenMeasurement, channels: readonly ChannelState[]): MarkedRow {
  const indexOf = (id: string): number => channels.find((one) => one.id === id)?.index ?? -1
  return { name, scanIndex: indexOf(channel), to: to === null ? null : indexOf(to) }
}

/**
 * @param isGuest the view follows those of others
 * @throws EINVAL for a channel that is not there
 */
export function analysedView(
  { vertical, marked, ...rest }: ViewSettings,
  channels: readonly ChannelState[],
  isGuest = false,
): AnalysedView {
  const settings = { ...rest, ...(isGuest && { isGuest }), ...(marked && { marked: markedRow(marked, channels) }) }
  if (vertical === undefined) return settings
  return {
    ...settings,
    vertical: vertical.map(({ channel: id, lowVolts, highVolts }) => {
      const channel = channels.find((one) => one.id === id) ?? fail('EINVAL', say`There is no channel '${id}' to show.`)
      const [one, other] = [voltsToCode(lowVolts, channel), voltsToCode(highVolts, channel)]
      return { scanIndex: channel.index, low: Math.min(one, other), high: Math.max(one, other) }
    }),
  }
}
