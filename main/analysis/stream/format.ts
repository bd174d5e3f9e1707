// The stream in the analysis's own terms.

/** The stream as the analyser needs it: int16 scans, `scanIndexes.length` channels, no padding. */
export interface AnalysedFormat {
  readonly epoch: number
  readonly samplingFrequencyHz: number
  /** Scan index of each channel, in the order of the scan. */
  readonly scanIndexes: readonly number[]
}
