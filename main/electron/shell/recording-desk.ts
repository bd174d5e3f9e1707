// What the desktop does about recordings: the system's dialog for their folder, and its file manager.
import { dialog, shell } from 'electron'
import type { RecordingFolderNote } from '#main/config/index.ts'
import type { RecordingDesk } from '#main/instrument/index.ts'
import { frontWindow } from '../window/front-window.ts'

async function chooseFolder(current: string): Promise<string | null> {
  const window = frontWindow()
  const options: Electron.OpenDialogOptions = {
    title: 'Folder of recordings',
    buttonLabel: 'Record here',
    defaultPath: current,
    properties: ['openDirectory', 'createDirectory'],
  }
  const { filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return filePaths[0] ?? null
}

export function recordingDesk(remembered: RecordingFolderNote): RecordingDesk {
  return {
    chooseFolder,
    rememberFolder: (folder) => remembered.write(folder),
    show: (file) => shell.showItemInFolder(file),
  }
}
