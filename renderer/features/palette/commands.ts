// What keys of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { usePalette } from './use-palette.ts'

export const paletteCommands = {
  palette: {
    group: 'Screen',
    action: 'Command palette: any command or setting by name',
    keys: ['Ctrl+K'],
    inText: true,
    run: () => usePalette().open(),
  },
} satisfies CommandTable
