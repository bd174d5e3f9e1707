// The measurements of every channel that is on, from the newest data.
import { type AnalysisHost, type ChannelSummary, measureAll, type SignalFigures } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/channels.ts'
import type { ChannelMeasures } from '#shared/contract/measure.ts'
import { codeToVolts } from '#shared/screen/codes.ts'

/** The figures of a channel in volts and hertz. */
export function figuresOf(summary: ChannelSummary, channel: ChannelState): SignalFigures {
  return {
    lowVolts: codeToVolts(summary.min, channel),
    highVolts: codeToVolts(summary.max, channel),
    meanVolts: codeToVolts(summary.mean, channel),
    deviationVolts: codeToVolts(summary.deviation, channel) - codeToVolts(0, channel),
    frequencyHz: summary.isRegular ? summary.frequencyHz : Number.NaN,
  }
}

/** @param since nothing before this sample counts. Empty while there is nothing to measure. */
export async function measureChannels(
  analysis: Pick<AnalysisHost, 'summary'> | null,
  channels: readonly ChannelState[],
  since: number,
): Promise<readonly ChannelMeasures[]> {
  const summaries = (await analysis?.summary(since)) ?? []
  return summaries.flatMap((summary) => {
    const channel = channels.find(({ index }) => index === summary.scanIndex)
    // A stretch that is all gap has no lowest code.
    if (channel === undefined || summary.min > summary.max) return []
    return [{ channel: channel.id, values: measureAll(figuresOf(summary, channel)) }]
  })
}
