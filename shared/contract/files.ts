// Files that a viewer may play: those of the folders that are offered, and those that were brought. A viewer names them by
// `file:NAME`, and no others.

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
