// The recording, and questions about it that every side asks.
import * as v from 'valibot'
import { type ExportChange, type ExportFormat, exportKinds } from '../../kinds/exports.ts'
import { changeShape } from '../../kinds/kinds.ts'
import { type Rotation, rotationShape } from '../../kinds/rotation.ts'
import { maxCount, nothing, record, text, whole, within } from '../../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../../rpc/topic.ts'
import { elapsed } from '../../time-words.ts'
import { formatBytes, formatSi } from '../../units.ts'

/** A recording that goes into a row of files. */
export interface RowState {
  /** Files begun until now; the file of this number, counted from 1, is being written. */
  readonly files: number
  /** Of them, those that were taken away, the oldest first, to stay within the bounds. */
  readonly removed: number
  /** Bytes of those that are still there. */
  readonly keptBytes: number
  /** Why the oldest could not be taken away; null: all is well. */
  readonly removalProblem: string | null
}

export interface RecordingState {
  /** The one that is being written. */
  readonly file: string
  /** Scans taken; at the end, those in the file. */
  readonly scans: number
  /** Scans asked for; null records until stopped. */
  readonly wanted: number | null
  /** Bytes in the file; in all files of a row. */
  readonly bytes: number
  /** Bytes taken that are still in memory. */
  readonly waitingBytes: number
  /** How long it has taken samples, in seconds. */
  readonly seconds: number
  readonly lostSamples: number
  /** Nothing is missing between its first and its last sample; null: not known yet, or not to be claimed. */
  readonly gapFree: boolean | null
  /** `writing`: no more samples are taken, and what is in memory is being written. */
  readonly state: 'recording' | 'writing' | 'finished' | 'failed'
  readonly problem: string | null
  /** For so long its disk has not answered, whole seconds. Left out: it answers. */
  readonly silentSeconds?: number
  /** In which format it is written. Left out: raw. */
  readonly format?: ExportFormat
  /** The files it goes into, one after the other. Left out: one. All figures are those of all files together. */
  readonly row?: RowState
}

/** What a viewer wants to record. The folder is the instrument's: see {@link RecordingFields.recordingFolder}. */
export interface RecordingWish {
  /** Scans; null: until stopped, or as long as {@link seconds} says. */
  readonly scans: number | null
  /** Seconds of signal; null, or left out: until stopped, or as many as {@link scans} says. */
  readonly seconds?: number | null
  /** Its kind, and what is to be other than usual. Left out: raw. */
  readonly format?: ExportChange
  /** As a person types it; see shared/files/recording-name.ts. Empty, null, or left out: by the date and the time. */
  readonly name?: string | null
  /** Replace what has this name, and its description; else it is refused with EEXIST. */
  readonly overwrite?: boolean
  /** One file after the other, `NAME-0001` and so on; null, or left out: one file. Nothing is ever replaced then. */
  readonly rotation?: Rotation | null
}

export interface RecordingFields {
  readonly recording: RecordingState | null
  /** Where recordings go, as people write it: `~/Blockscope`. */
  readonly recordingFolder: string
}

/** Longer than any name of a file, and than any path. */
const [nameLength, pathLength] = [1024, 4096]

const recordingRequest: v.GenericSchema<unknown, RecordingWish> = v.pipe(
  record({
    scans: v.nullable(whole(1, maxCount)),
    seconds: v.exactOptional(v.nullable(v.pipe(within(0, maxCount / 1e3), v.gtValue(0)))),
    format: v.exactOptional(changeShape(exportKinds)),
    name: v.exactOptional(v.nullable(v.pipe(v.string(), v.maxLength(nameLength)))),
    overwrite: v.exactOptional(v.boolean()),
    rotation: v.exactOptional(v.nullable(rotationShape)),
  }),
  v.check(({ scans, seconds = null }) => scans === null || seconds === null, 'give scans or seconds, not both'),
)

export const recording = defineTopic({
  calls: {
    /** Records into the folder of recordings. EEXIST: a file of that name is there. */
    startRecording: changing(recordingRequest, of<RecordingState>()),
    stopRecording: changing(nothing, of<RecordingState>()),
    /** Lets the person at this program choose the folder of recordings in the system's dialog. ENOSYS without one. */
    chooseRecordingFolder: changing(nothing, of<void>()),
    /** Shows a file that this instrument has recorded in the system's file manager; any other is refused with EACCES. */
    showRecording: changing(record({ file: text(pathLength) }), of<void>()),
  },
  state: slice<RecordingFields>({ recording: null, recordingFolder: '' }),
})

/** Whether it takes samples, or writes what it has taken: it is not over yet. */
export function isUnderWay(one: RecordingState | null | undefined): one is RecordingState {
  return one?.state === 'recording' || one?.state === 'writing'
}

/** Empty when it answers. */
export function silenceWords(seconds = 0): string {
  return seconds === 0 ? '' : `the disk has not answered for ${seconds} s`
}

/**
 * The newest of what is known of the recording: figures come four times a second, states when something begins or ends.
 * @param told by the last state
 * @param measured by the last figures
 */
export function newestOf(told: RecordingState | null, measured: RecordingState | null): RecordingState | null {
  // A file of the same name may have been recorded before: figures of that one have ended.
  const isSame = isUnderWay(told) && isUnderWay(measured) && measured.file === told.file
  return isSame && measured.scans + measured.bytes >= told.scans + told.bytes ? measured : told
}

/** Of a time below this its parts of a second matter. */
const shortSeconds = 10

/** What is in it, in a few words: `26.0 MSa, 0 lost, 52.0 MB in 0:26`. One sample per scan, whatever the channels. */
export function contentOf({ scans, lostSamples, bytes, seconds }: RecordingState): string {
  const lost = lostSamples === 0 ? '0 lost' : `${formatSi(lostSamples, 'Sa')} lost`
  const time = seconds < shortSeconds ? formatSi(seconds, 's') : elapsed(seconds)
  return `${formatSi(scans, 'Sa')}, ${lost}, ${formatBytes(bytes)} in ${time}`
}
