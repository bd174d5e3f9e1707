// The bandwidth limits: set with what stands before each channel, filtered on the analyser's side.
import type { AnalysisHost } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'

export class BandwidthControl {
  readonly #analysis: Pick<AnalysisHost, 'setBandwidth'> | null
  #told = '[]'

  constructor(analysis: Pick<AnalysisHost, 'setBandwidth'> | null) {
    this.#analysis = analysis
  }

  /** Tells the analyser which limits the channels have now. */
  follow(channels: readonly ChannelState[]): void {
    const limits = channels.flatMap(({ index, input }) =>
      input.bandwidth > 0 ? [{ scanIndex: index, hz: input.bandwidth }] : [],
    )
    const told = JSON.stringify(limits)
    if (told === this.#told) return
    this.#told = told
    this.#analysis?.setBandwidth(limits)
  }
}
