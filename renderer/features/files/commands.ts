// What keys and buttons of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { useFiles } from '../../state/files.ts'

export const filesCommands = {
  openFile: {
    group: 'Files',
    action: 'Open a signal file, for the selected channel, or a session',
    keys: ['Ctrl+O'],
    gesture: 'Drop a file on the window',
    inText: true,
    run: () => useFiles().open(),
  },
} satisfies CommandTable
