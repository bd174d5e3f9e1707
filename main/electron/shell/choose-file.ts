// The system's dialog for a file to play.
import { BrowserWindow, dialog } from 'electron'

/** Resolves with the path of the file that was chosen; null when none was. */
export async function chooseFileToPlay(): Promise<string | null> {
  const [window] = BrowserWindow.getAllWindows()
  const options: Electron.OpenDialogOptions = {
    title: 'Play a file',
    buttonLabel: 'Play',
    properties: ['openFile'],
    filters: [
      {
        name: 'Samples (WAV, AIFF, CSV, raw)',
        extensions: ['wav', 'aif', 'aiff', 'csv', 'tsv', 'txt', 'raw', 'bin', 'dat'],
      },
      { name: 'All files', extensions: ['*'] },
    ],
  }
  const { filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return filePaths[0] ?? null
}
