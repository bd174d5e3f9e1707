// Recordings that were not finished by the program that made them, because it died. They can be closed, or left as they are.
import { record, text } from '../../../rpc/shapes.ts'
import { changing, defineTopic, of, slice } from '../../../rpc/topic.ts'

export interface UnfinishedRecording {
  /** As people write it: `~/Blockscope/a.raw`. Calls name it so. */
  readonly file: string
  /** Whole scans in it. */
  readonly scans: number
  readonly bytes: number
  readonly samplingFrequencyHz: number
  /** When its first scan was converted; null: it has none. */
  readonly startUnixMs: number | null
}

export interface UnfinishedFields {
  /** In the folder of recordings, found when the program began, or when the folder was chosen. */
  readonly unfinished: readonly UnfinishedRecording[]
}

const which = record({ file: text(4096) })

export const unfinished = defineTopic({
  calls: {
    /** Cuts it to whole scans and says in its description how it ended. ENOENT: it is not among them. EBUSY: it is being written. */
    closeUnfinished: changing(which, of<{ readonly scans: number }>()),
    /** Leaves it as it is, and does not speak of it again before the next start. ENOENT: it is not among them. */
    leaveUnfinished: changing(which, of<void>()),
  },
  state: slice<UnfinishedFields>({ unfinished: [] }),
})
