// Auto-set: a timebase with a few periods on screen, a trigger level in the middle of the signal, and what every channel
// reaches, for a scale that shows all of it.
import type { ChannelSummary } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { ChannelRange, ViewSettings } from '#shared/contract/topics/view.ts'
import { byHand } from '#shared/hand-step.ts'
import type { TriggerChange } from '#shared/kinds/triggers.ts'
import { codeToVolts, voltsBetween } from '#shared/screen/codes.ts'
import { divisionsAcross } from '#shared/screen/divisions.ts'
import { atLeast125 } from '#shared/units.ts'

export interface AutoSetChoice {
  readonly view: ViewSettings
  readonly trigger: TriggerChange
  /** What to show of each channel that is on; empty while nothing was captured. */
  readonly ranges: readonly ChannelRange[]
}

const periodsOnScreen = 4
/** A frequency is measured, not known: a step that shows so much less of them will do. */
const measured = 0.97
/** A signal without edges is shown at this timebase, in samples per screen. */
const samplesWithoutEdges = 1000
/** Least swing, in codes, that counts as a signal to trigger on. */
const leastSwing = 64
/** A channel whose span is a smaller part of its distance from ground than this is shown with its ground. */
const leastPartOfMean = 0.1

interface Known {
  readonly summary: ChannelSummary
  readonly channel: ChannelState
}

const swings = ({ summary }: Known): boolean => summary.max - summary.min >= leastSwing

/** A level in the middle of a signal, to a hundredth of its swing: noise moves its ends, and the figure is to be read. */
export function middleLevel({ min, max, middle }: ChannelSummary, channel: ChannelState): number {
  const { low, high } = voltsBetween(min, max, channel)
  const span = high - low
  const level = codeToVolts(middle, channel)
  return span > 0 ? byHand(level, span) : level
}

function rangeOf({ summary, channel }: Known): ChannelRange {
  const { low, high } = voltsBetween(summary.min, summary.max, channel)
  const isLevel = high - low < leastPartOfMean * Math.max(Math.abs(low), Math.abs(high))
  return {
    channel: channel.id,
    lowVolts: isLevel ? Math.min(0, low) : low,
    highVolts: isLevel ? Math.max(0, high) : high,
  }
}

export function chooseAutoSet(
  summaries: readonly ChannelSummary[],
  channels: readonly ChannelState[],
  samplingFrequencyHz: number,
): AutoSetChoice {
  const known = summaries.flatMap((summary) => {
    const channel = channels.find((one) => one.index === summary.scanIndex)
    // A stretch that is all gap has no lowest code.
    return channel === undefined || summary.min > summary.max ? [] : [{ summary, channel }]
  })
  const periodic = known.find((one) => Number.isFinite(one.summary.frequencyHz) && swings(one))
  const seconds =
    periodic === undefined ? samplesWithoutEdges / samplingFrequencyHz : periodsOnScreen / periodic.summary.frequencyHz
  const subject = periodic ?? known.find(swings)
  return {
    view: {
      secondsPerDiv: atLeast125((measured * seconds) / divisionsAcross),
      positionSeconds: 0,
      columns: 1000,
      atSample: null,
    },
    trigger:
      subject === undefined
        ? {}
        : { kind: 'edge', channel: subject.channel.id, level: middleLevel(subject.summary, subject.channel) },
    ranges: known.map(rangeOf),
  }
}
