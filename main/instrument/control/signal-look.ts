// What the signal is now. Right after a start, or after another source was chosen, there is too little of it to tell; then
// the look waits for more of it, and nothing that came before the change counts.
import type { AnalysisHost, ChannelSummary } from '#main/analysis/index.ts'
import type { CaptureHub } from '#main/capture/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import type { Seam, SeamSubject } from '#shared/contract/topics/seams.ts'

export interface SignalParts {
  readonly hub: Pick<CaptureHub, 'isRunning' | 'epoch' | 'seams' | 'format'>
  readonly analysis: Pick<AnalysisHost, 'summary' | 'settle'>
  readonly clock: Clock
}

/** Behind these a channel may carry another signal. */
const otherSignal: ReadonlySet<SeamSubject> = new Set(['source', 'channels', 'samplingFrequency', 'device'])
/** So much of a signal is enough to say that it does not repeat itself, in seconds of the signal. */
const patienceSeconds = 1.5
/** Nobody waits longer than this for it, on a machine on which samples come more slowly than they should. */
const longestWaitMs = 10_000
const lookEveryMs = 25
/** A look at a channel is enough when it has so many periods in it, and the frequency of the look before it. */
const enoughPeriods = 5
/**
 * Two looks tell the same frequency when they differ by no more than this share. The edges of noise on a slow slope pass for
 * a few regular periods now and then, but not for the same ones twice.
 */
const steadiness = 0.1

/**
 * The converter is ahead of the reader that marks a live change by less than this, seconds. A source says itself at which
 * sample it changed.
 */
const aheadSeconds = 0.15

/** The sample from which on the signal is the present one. */
export function presentSince(seams: readonly Seam[], epoch: number, samplingFrequencyHz: number): number {
  const seam = seams.findLast((one) => one.epoch === epoch && otherSignal.has(one.subject))
  if (seam === undefined) return 0
  const isExact = seam.how !== 'live' || seam.subject === 'source'
  return seam.atSample + (isExact ? 0 : Math.ceil(aheadSeconds * samplingFrequencyHz))
}

/** @param before what the look before this one told */
function isEnough(
  summaries: readonly ChannelSummary[],
  before: readonly ChannelSummary[],
  samplingFrequencyHz: number,
): boolean {
  if (summaries.length === 0) return false
  return summaries.every(({ samples, frequencyHz, isRegular, scanIndex }) => {
    if (samples >= patienceSeconds * samplingFrequencyHz) return true
    const earlier = before.find((one) => one.scanIndex === scanIndex)?.frequencyHz ?? Number.NaN
    const isSteady = Math.abs(frequencyHz - earlier) <= steadiness * frequencyHz
    return isRegular && isSteady && (samples / samplingFrequencyHz) * frequencyHz >= enoughPeriods
  })
}

/**
 * Empty when nothing of the present signal was captured. What came before it is another signal, and tells nothing unless
 * the capture is stopped and it is all there is.
 */
export async function lookAtSignal({ hub, analysis, clock }: SignalParts): Promise<readonly ChannelSummary[]> {
  const untilMs = clock.nowMs() + longestWaitMs
  let before: readonly ChannelSummary[] = []
  for (;;) {
    // What is stopped gets no more samples: then all that there are have to be in.
    const isLast = !hub.isRunning || clock.nowMs() >= untilMs
    if (!hub.isRunning) await analysis.settle()
    const rate = hub.format?.samplingFrequencyHz ?? 1
    const summaries = await analysis.summary(presentSince(hub.seams, hub.epoch, rate))
    if (summaries.length === 0 && !hub.isRunning) return analysis.summary()
    if (isLast || isEnough(summaries, before, rate)) return summaries
    before = summaries
    await new Promise<void>((resolve) => clock.timer(lookEveryMs, resolve))
  }
}
