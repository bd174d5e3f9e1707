// The stream in the analysis's own terms.
import type { StreamFormat } from '#main/capture/index.ts'
import { maxChannels } from './limits.ts'

/** The stream as the analyser needs it: int16 scans, `scanIndexes.length` channels, no padding. */
export interface AnalysedFormat {
  readonly epoch: number
  readonly samplingFrequencyHz: number
  /** Scan index of each channel, in the order of the scan. */
  readonly scanIndexes: readonly number[]
}

/** Scans of nothing but little-endian signed 16-bit samples are read in place; null: others are recorded, not drawn. */
export function analysedFormat({
  epoch,
  samplingFrequencyHz,
  bytesPerScan,
  channels,
}: StreamFormat): AnalysedFormat | null {
  if (channels.length === 0 || channels.length > maxChannels || bytesPerScan !== 2 * channels.length) return null
  if (!channels.every(({ scanType }) => /^le:s16\/16>>0$/.test(scanType))) return null
  return { epoch, samplingFrequencyHz, scanIndexes: channels.map(({ scanIndex }) => scanIndex) }
}
