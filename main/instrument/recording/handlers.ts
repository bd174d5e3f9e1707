// The calls of the contract about recordings.
import { constants } from 'node:fs'
import { files } from '#main/runtime/drive/files.ts'
import type { InstrumentHandlers } from '#shared/contract/service.ts'
import { fail, say } from '#shared/errors.ts'
import { exportSettingsOf } from '#shared/kinds/exports.ts'
import { homely, type RecordingFolder } from './folder.ts'
import type { KeptExports } from './kept-exports.ts'
import type { Recordings } from './recordings.ts'

/** What a front with a desktop around it does about recordings. */
export interface RecordingDesk {
  /** Lets the person choose a folder; null when none was chosen. @param current the one in force */
  chooseFolder(current: string): Promise<string | null>
  /** The folder of the next start, too. */
  rememberFolder(folder: string): void
  /** Shows a file in the system's file manager. */
  show(file: string): void
}

export interface RecordingHandlerParts {
  readonly recordings: Recordings
  readonly recordingFolder: RecordingFolder
  /** Null: there is no desktop, or not this person's. */
  readonly desk: RecordingDesk | null
  /** Tells the viewers the state now. */
  readonly announce: () => void
}

type RecordingCalls = 'startRecording' | 'stopRecording' | 'chooseRecordingFolder' | 'showRecording'
type RecordingHandlers = Pick<InstrumentHandlers, RecordingCalls>

export function recordingHandlers(parts: RecordingHandlerParts): RecordingHandlers {
  const { recordings, recordingFolder, desk, announce } = parts
  let isOpen = false
  return {
    startRecording: async ({ scans, seconds = null, name = null, overwrite = false, format = {}, rotation = null }) => {
      const wish = { file: null, name, scans, seconds, overwrite, rotation, format: exportSettingsOf(format) }
      const recording = await recordings.start(wish)
      announce()
      return recording
    },
    stopRecording: () => recordings.stop(),
    chooseRecordingFolder: async () => {
      if (desk === null)
        fail('ENOSYS', say`There is no dialog here. --recordings FOLDER names the folder of recordings.`)
      if (isOpen) fail('EBUSY', say`The dialog is open already.`)
      isOpen = true
      try {
        const chosen = await desk.chooseFolder(recordingFolder.path)
        if (chosen !== null) {
          await recordingFolder.choose(chosen)
          desk.rememberFolder(recordingFolder.path)
        }
      } finally {
        isOpen = false
      }
      announce()
    },
    showRecording: async ({ file }) => {
      if (desk === null) fail('ENOSYS', say`There is no file manager here.`)
      if (!recordings.hasMade(file))
        fail('EACCES', say`Only a file that was recorded since the program began is shown.`)
      await files.access(file, constants.F_OK).catch(() => fail('ENOENT', say`${homely(file)} is not there any more.`))
      desk.show(file)
    },
  }
}

type ExportCalls = 'exportKept' | 'cancelExport'

/** @param announce tells the viewers the state now */
export function keptExportHandlers(kept: KeptExports, announce: () => void): Pick<InstrumentHandlers, ExportCalls> {
  return {
    exportKept: async ({ part, format, name = null, overwrite = false }) => {
      const begun = await kept.start({ part, settings: exportSettingsOf(format), name, overwrite })
      announce()
      return begun
    },
    cancelExport: () => kept.cancel(),
  }
}
