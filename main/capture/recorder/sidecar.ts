// The description beside a recording, FILE.json: all one needs to read FILE without Blockscope.
import type { StreamChannel } from '../tap.ts'

/** Samples that are not in the file. */
export interface RecordedGap {
  /** They belong before this scan of the file (0 = the first). */
  readonly atScan: number
  /** Sample index, within its segment's stream, of the first missing one. */
  readonly firstMissingSample: number
  readonly lostSamples: number
}

/** A stretch of the file from one enable of the device: sample indexes restart with each. */
export interface RecordedSegment {
  readonly atScan: number
  /** Sample index of the segment's first scan since that enable. */
  readonly firstSample: number
  readonly samplingFrequencyHz: number
  readonly startUnixMs: number
}

export interface Sidecar {
  readonly format: 'blockscope-raw'
  readonly version: 1
  /** File name, in the folder of this description. */
  readonly file: string
  readonly device: string
  readonly deviceName: string
  readonly samplingFrequencyHz: number
  /** One scan after the other; in a scan the channels in this order, each as its type says. */
  readonly layout: 'interleaved'
  readonly bytesPerScan: number
  readonly channels: readonly StreamChannel[]
  /** When the first scan was converted. */
  readonly startUnixMs: number
  readonly startTime: string
  readonly scans: number
  readonly bytes: number
  readonly complete: boolean
  readonly problem: string | null
  readonly gapFree: boolean
  readonly lostSamples: number
  readonly gaps: readonly RecordedGap[]
  readonly segments: readonly RecordedSegment[]
}

export function sidecarText(sidecar: Sidecar): string {
  return `${JSON.stringify(sidecar, null, 2)}\n`
}
