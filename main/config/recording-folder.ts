// The folder of recordings that was chosen in the window, for the next start. It is remembered here and not by the page,
// because a page names no paths.
import { statSync } from 'node:fs'
import path from 'node:path'
import type { Config } from './config.ts'

export interface RecordingFolderNote {
  /** The folder of last time; null when none was chosen, or it is not there now. */
  read(): string | null
  write(folder: string): void
}

export function recordingFolderNote(config: Config): RecordingFolderNote {
  return {
    read() {
      const folder = config.contents.recordings
      try {
        return folder !== null && path.isAbsolute(folder) && statSync(folder).isDirectory() ? folder : null
      } catch {
        return null
      }
    },
    write: (recordings) => void config.keep((before) => ({ ...before, recordings })),
  }
}
