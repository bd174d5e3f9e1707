// The system's dialog for a file to play, or a session to begin with.
import { dialog } from 'electron'
import type { FileWish } from '#main/instrument/index.ts'
import { frontWindow } from '../window/front-window.ts'

const signals = ['wav', 'aif', 'aiff', 'csv', 'tsv', 'txt', 'raw', 'bin', 'dat']

/** Resolves with the path of the file that was chosen; null when none was. */
export async function chooseFileToPlay({ isSignal }: FileWish): Promise<string | null> {
  const window = frontWindow()
  const options: Electron.OpenDialogOptions = {
    title: isSignal ? 'Open a signal file' : 'Open a signal file or a session',
    buttonLabel: 'Open',
    properties: ['openFile'],
    filters: [
      {
        name: isSignal
          ? 'Signal files (WAV, AIFF, CSV, raw)'
          : 'Signal files and sessions (WAV, AIFF, CSV, raw, blockscope)',
        extensions: isSignal ? signals : ['blockscope', ...signals],
      },
      { name: 'All files', extensions: ['*'] },
    ],
  }
  const { filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return filePaths[0] ?? null
}
