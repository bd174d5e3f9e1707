// The description beside a recording, FILE.json: all one needs to read FILE without Blockscope. It is true at every
// moment, also when nobody had the time to finish it; README.md of this folder says what a reader may rely on.
import type { StreamChannel, StreamTimestamp } from '../tap.ts'

/** Samples that are not in the file. */
export interface RecordedGap {
  /** They belong before this scan of the file (0 = the first); at the begin of a segment, to the end of the one before it. */
  readonly atScan: number
  /** Sample index, within its segment's stream, of the first missing one. */
  readonly firstMissingSample: number
  readonly lostSamples: number
}

/** A stretch of the file from one enable of the device, whose sample indexes restart with each; or one of the segments that were kept. */
export interface RecordedSegment {
  readonly atScan: number
  /** Sample index of the segment's first scan since that enable. */
  readonly firstSample: number
  readonly samplingFrequencyHz: number
  /** When the segment's first scan was converted. Segments are apart by what passed, whatever the wall clock was set to. */
  readonly startUnixMs: number
  /** Of a kept segment: its scans, and the instant of its trigger in samples since that enable, with a fraction. */
  readonly scans?: number
  readonly triggerSample?: number
}

/** The program that writes, or wrote, the file: so that another one leaves it alone. */
export interface Writer {
  readonly host: string
  readonly pid: number
  /** When the program started, by the wall clock of then; and as the system counts it, where it tells. */
  readonly startedUnixMs: number
  readonly start?: string | undefined
}

/** Where a file stands in a row of files, each of which begins with the scan behind the last one of the file before. */
export interface RowPlace {
  /** 1 for the first file of the row. */
  readonly number: number
  /** File names, in the same folder; null: there is none (yet). Files of a row may be taken away, the oldest first. */
  readonly previous: string | null
  readonly next: string | null
  /** Scans in the files before. */
  readonly firstScan: number
  /**
   * Samples that are missing between the last scan of `previous` and the first of this file: they are in the list of gaps of `previous`.
   * Null: nothing can be said, because there is none before, or the device was enabled anew in between.
   */
  readonly lostBefore: number | null
  /** The first scan is the very next sample after the last one of `previous`. */
  readonly gapFreeWithPrevious: boolean | null
}

export interface Sidecar {
  /** `blockscope-export`: FILE is of the form that `exportFormat` names, and `bytes` are its own. */
  readonly format: 'blockscope-raw' | 'blockscope-export'
  readonly exportFormat?: string
  /** What of the memory was exported; of `segments`, what lies between two is no gap. Absent: it was taken as it came. */
  readonly part?: string
  readonly version: 1
  /** File name, in the folder of this description. */
  readonly file: string
  readonly device: string
  readonly deviceName: string
  readonly samplingFrequencyHz: number
  /**
   * One scan after the other; in a scan the channels in this order, each at its `offsetBytes` and as its type says:
   * `[endian]:[sign][real bits]/[storage bits]X[repeat]>>[shift]`, as IIO writes it. Bytes between them are padding.
   */
  readonly layout: 'interleaved'
  readonly bytesPerScan: number
  readonly channels: readonly StreamChannel[]
  /** Nanoseconds on that clock of the device, in each scan; null: the scans have none. */
  readonly timestamp: (StreamTimestamp & { readonly scanType: string }) | null
  /** When the first scan was converted; null before there is one. */
  readonly startUnixMs: number | null
  readonly startTime: string | null
  /** Scans asked for; null: until it is ended. */
  readonly wantedScans: number | null
  /** At least so many are in the file, also after a power cut. */
  readonly scans: number
  readonly bytes: number
  /** The recorder came to its end and closed the file. */
  readonly ended: boolean
  /** It ended in order and has all that was asked for. */
  readonly complete: boolean
  readonly problem: string | null
  /** No sample is missing, of kept segments in none of them, and the clock did not fall behind. Null: not known yet, or not to be claimed. */
  readonly gapFree: boolean | null
  readonly lostSamples: number
  /** By so much the converter's clock fell behind real time, because the machine was too slow for the rate, ms. */
  readonly slippedMs: number
  /** When this was written. */
  readonly describedTime: string
  readonly writtenBy: Writer
  /** The file is one of a row. `firstSample`: sample index of its first scan; null before there is one. */
  readonly rotation?: RowPlace & { readonly firstSample: number | null }
}

/** What is known of a recording. `segments`, `gaps`: the text of the members of these lists, in pieces. */
export interface Description {
  readonly sidecar: Sidecar
  readonly segments: readonly Uint8Array[]
  readonly gaps: readonly Uint8Array[]
}

/** How a description is written beside FILE. */
export interface DescriptionForm {
  /** The name of the description's file. */
  nameOf(file: string): string
  /** The parts of its text, in order. */
  partsOf(description: Description): readonly Uint8Array[]
}

/**
 * The parts of a JSON text, in order: the members of `object`, then lists that are there as text.
 * @param lists by name, the text of the members of each, in pieces
 */
export function jsonParts(object: object, lists: Readonly<Record<string, readonly Uint8Array[]>>): Uint8Array[] {
  const told = Object.entries(lists).flatMap(([name, list]) => [
    Buffer.from(`,\n  ${JSON.stringify(name)}: [`),
    ...list,
    Buffer.from(list.length === 0 ? ']' : '\n  ]'),
  ])
  return [Buffer.from(JSON.stringify(object, null, 2).replace(/\n\}$/, '')), ...told, Buffer.from('\n}\n')]
}

/** FILE.json, as README.md says. */
export const sidecarForm: DescriptionForm = {
  nameOf: (file) => `${file}.json`,
  partsOf: ({ sidecar, segments, gaps }) => jsonParts(sidecar, { segments, gaps }),
}
