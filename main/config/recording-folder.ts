// The folder of recordings that was chosen in the window, for the next start. It is remembered here and not by the page,
// because a page names no paths.
import path from 'node:path'
import { realClock } from '#main/runtime/clock.ts'
import { startPatienceMs } from '#main/runtime/drive/answering.ts'
import { driveOf } from '#main/runtime/drive/drives.ts'
import { files } from '#main/runtime/drive/files.ts'
import { unlessSilent } from '#main/runtime/drive/silence.ts'
import type { Config } from './config.ts'

export interface RecordingFolderNote {
  /** The folder of last time; null when none was chosen, it is not there now, or its disk does not answer. */
  read(): Promise<string | null>
  write(folder: string): void
}

export function recordingFolderNote(config: Config): RecordingFolderNote {
  return {
    async read() {
      const folder = config.contents.recordings
      if (folder === null || !path.isAbsolute(folder)) return null
      try {
        const found = await unlessSilent(realClock, driveOf(folder), files.stat(folder), startPatienceMs)
        return found.isDirectory() ? folder : null
      } catch {
        return null
      }
    },
    write: (recordings) => void config.keep((before) => ({ ...before, recordings })),
  }
}
