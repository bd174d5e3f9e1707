// What the signal is now. Right after a start, or after another source was chosen, there is too little of it to tell; then
// the look waits a while, and nothing that came before the change counts.
import type { AnalysisHost, CaptureHub, ChannelSummary } from '#main/capture/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import type { Seam, SeamSubject } from '#shared/contract/instrument.ts'

export interface SignalParts {
  readonly hub: Pick<CaptureHub, 'isRunning' | 'epoch' | 'seams' | 'format'>
  readonly analysis: Pick<AnalysisHost, 'summary' | 'settle'>
  readonly clock: Clock
}

/** Behind these a channel may carry another signal. */
const otherSignal: ReadonlySet<SeamSubject> = new Set(['source', 'channels', 'samplingFrequency', 'device'])
/** So much of a signal is enough to say that it does not repeat itself. */
const patienceSeconds = 1.5
/** Nobody waits longer than this for it, on a machine that is behind. */
const longestWaitMs = 4000
const lookEveryMs = 25
/** With so many periods of a channel in it, a look at it is enough at once. */
const enoughPeriods = 5

/** A live change takes effect at the converter, which is ahead of the reader that marks it by less than this, seconds. */
const aheadSeconds = 0.15

/** The sample from which on the signal is the present one. */
export function presentSince(seams: readonly Seam[], epoch: number, samplingFrequencyHz: number): number {
  const seam = seams.findLast((one) => one.epoch === epoch && otherSignal.has(one.subject))
  if (seam === undefined) return 0
  return seam.atSample + (seam.how === 'live' ? Math.ceil(aheadSeconds * samplingFrequencyHz) : 0)
}

function isEnough(summaries: readonly ChannelSummary[], samplingFrequencyHz: number): boolean {
  if (summaries.length === 0) return false
  return summaries.every(
    ({ samples, frequencyHz, isRegular }) =>
      samples >= patienceSeconds * samplingFrequencyHz ||
      (isRegular && (samples / samplingFrequencyHz) * frequencyHz >= enoughPeriods),
  )
}

/** Empty when nothing was captured. */
export async function lookAtSignal({ hub, analysis, clock }: SignalParts): Promise<readonly ChannelSummary[]> {
  const untilMs = clock.nowMs() + longestWaitMs
  // Right after the start the analysis may not have seen a block yet.
  await analysis.settle()
  for (;;) {
    const rate = hub.format?.samplingFrequencyHz ?? 1
    const summaries = await analysis.summary(presentSince(hub.seams, hub.epoch, rate))
    const isLast = !hub.isRunning || clock.nowMs() >= untilMs
    if (isLast || isEnough(summaries, rate)) return summaries.length > 0 ? summaries : analysis.summary()
    await new Promise<void>((resolve) => clock.timer(lookEveryMs, resolve))
  }
}
