// Files that a viewer may play: those of the folders that are offered, and those that were brought. A viewer names them by
// `file:NAME`, and no others.
import * as v from 'valibot'
import { nothing, record } from '../../rpc/shapes.ts'
import { changing, defineTopic, looking, of, slice } from '../../rpc/topic.ts'

/** `folder`: of a folder that is offered; the others were brought by a viewer, or named by who started the program. */
export type FileOrigin = 'folder' | 'upload' | 'dialog' | 'commandLine'

export interface OfferedFile {
  /** What stands behind `file:`. Parts are separated by slashes. */
  readonly name: string
  readonly bytes: number
  readonly modifiedUnixMs: number
  readonly from: FileOrigin
}

/** How a viewer may bring a file that is not offered yet. */
export interface FileWays {
  /** `chooseFile` opens the system's dialog. */
  readonly dialog: boolean
  /** A file may be sent: `POST` of its bytes to {@link uploadPath}, beside the page. */
  readonly upload: boolean
  /** `chooseRecordingFolder` opens the system's dialog, and `showRecording` the system's file manager. */
  readonly folders: boolean
}

/** The ways of a viewer that may not change anything. */
export const noFileWays: FileWays = { dialog: false, upload: false, folders: false }

/** Where a file is sent to, relative to the page: `files?name=NAME`. Answered with 201 and {@link Uploaded} as JSON. The
 * desktop page sends pieces: `&upload=ID&at=BYTE&bytes=ALL`. */
export const uploadPath = 'files'

/** Longest file that can be sent, bytes. */
export const maxUploadBytes = 2 * 2 ** 30

export interface Uploaded {
  /** The name under which it is offered now. */
  readonly name: string
}

export interface FilesFields {
  /** Names of files that were brought, or named on the command line: `file:NAME` plays one. The newest last. */
  readonly broughtFiles: readonly string[]
}

/** Which files: `signal` means no session. Without it, any. */
const fileWish: v.GenericSchema<unknown, { readonly signal?: boolean } | null | undefined> = v.optional(
  v.nullable(record({ signal: v.exactOptional(v.boolean()) })),
)

export const files = defineTopic({
  calls: {
    /** Files a viewer may play: what was brought, the newest first, then those of the folders that are offered. */
    listFiles: looking(nothing, of<readonly OfferedFile[]>()),
    /**
     * Lets the person at this program choose a file in the system's dialog; null when none was chosen. ENOSYS without one.
     * It changes something: it opens a dialog, and what is chosen is offered to all. A session is applied, unless a signal is asked for:
     * then it is refused with EINVAL.
     */
    chooseFile: changing(fileWish, of<{ readonly name: string | null }>()),
  },
  state: slice<FilesFields>({ broughtFiles: [] }),
})
