// A viewer's view as the analysis knows it: what the screen shows of a channel in codes, not in volts.
import type { AnalysedView } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { ViewSettings } from '#shared/contract/topics/view.ts'
import { fail, say } from '#shared/errors.ts'
import { voltsToCode } from '#shared/screen/codes.ts'

/**
 * @param isGuest the view follows those of others
 * @throws EINVAL for a channel that is not there
 */
export function analysedView(
  { vertical, ...rest }: ViewSettings,
  channels: readonly ChannelState[],
  isGuest = false,
): AnalysedView {
  const settings = isGuest ? { ...rest, isGuest } : rest
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
