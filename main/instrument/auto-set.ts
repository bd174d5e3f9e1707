// Auto-set: a timebase with a few periods on screen, a trigger level in the middle of the signal, a scale that fills it.
import type { ChannelSummary } from '#main/capture/index.ts'
import type { ChannelState, TriggerSettings, ViewSettings } from '#shared/contract/instrument.ts'
import { step125 } from '#shared/units.ts'
import { codeToVolts } from './trigger-level.ts'

export interface AutoSetChoice {
  readonly view: ViewSettings
  readonly trigger: Partial<TriggerSettings>
  readonly voltsPerDiv: readonly { channel: string; volts: number }[]
}

const divisions = { across: 10, up: 8 }
const periodsOnScreen = 4
/** A signal without edges is shown at this timebase, in samples per screen. */
const samplesWithoutEdges = 1000
/** Least swing, in codes, that counts as a signal to trigger on. */
const leastSwing = 64

/** The smallest step of 1-2-5 that is at least `value`. */
const atLeast = (value: number): number =>
  step125(step125(value, 1), -1) >= value ? step125(step125(value, 1), -1) : step125(value, 1)

export function chooseAutoSet(
  summaries: readonly ChannelSummary[],
  channels: readonly ChannelState[],
  samplingFrequencyHz: number,
): AutoSetChoice {
  const known = summaries.flatMap((summary) => {
    const channel = channels.find((one) => one.index === summary.scanIndex)
    return channel === undefined ? [] : [{ summary, channel }]
  })
  const periodic = known.find(
    ({ summary }) => Number.isFinite(summary.frequencyHz) && summary.max - summary.min >= leastSwing,
  )
  const seconds =
    periodic === undefined ? samplesWithoutEdges / samplingFrequencyHz : periodsOnScreen / periodic.summary.frequencyHz
  const subject = periodic ?? known.find(({ summary }) => summary.max - summary.min >= leastSwing)
  return {
    view: { secondsPerDiv: atLeast(seconds / divisions.across), positionSeconds: 0, columns: 1000, atSample: null },
    trigger:
      subject === undefined
        ? {}
        : {
            channel: subject.channel.id,
            levelVolts: codeToVolts((subject.summary.min + subject.summary.max) / 2, subject.channel),
          },
    voltsPerDiv: known.map(({ summary, channel }) => {
      // The furthest excursion from zero must fit half the screen, with a little room.
      const reach = Math.max(Math.abs(codeToVolts(summary.min, channel)), Math.abs(codeToVolts(summary.max, channel)))
      return { channel: channel.id, volts: atLeast(Math.max((reach * 1.1) / (divisions.up / 2), 1e-3)) }
    }),
  }
}
