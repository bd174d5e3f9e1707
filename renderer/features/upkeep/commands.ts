// What keys of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { copyDiagnostics } from './copy-diagnostics.ts'

export const upkeepCommands = {
  copyDiagnostics: {
    group: 'Files',
    action: 'Copy diagnostics, for somebody who helps: versions, settings, log, what died',
    keys: ['Ctrl+Shift+D'],
    inText: true,
    run: copyDiagnostics,
  },
} satisfies CommandTable
