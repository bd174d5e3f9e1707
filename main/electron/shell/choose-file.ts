// The system's dialog for a file to play, or a session to begin with.
import { BrowserWindow, dialog } from 'electron'

/** Resolves with the path of the file that was chosen; null when none was. */
export async function chooseFileToPlay(): Promise<string | null> {
  const [window] = BrowserWindow.getAllWindows()
  const options: Electron.OpenDialogOptions = {
    title: 'Open a signal file or a session',
    buttonLabel: 'Open',
    properties: ['openFile'],
    filters: [
      {
        name: 'Signal files and sessions (WAV, AIFF, CSV, raw, blockscope)',
        extensions: ['blockscope', 'wav', 'aif', 'aiff', 'csv', 'tsv', 'txt', 'raw', 'bin', 'dat'],
      },
      { name: 'All files', extensions: ['*'] },
    ],
  }
  const { filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return filePaths[0] ?? null
}
