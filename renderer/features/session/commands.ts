// What keys and buttons of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { inTurn } from '../../state/in-turn.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useSettings } from '../../state/settings.ts'
import { saveSession } from './save-session.ts'

/** Behind what was asked for before, also by a hand that has just let go; two presses are two steps. */
async function step(call: 'undo' | 'redo'): Promise<void> {
  await inTurn(async () => {
    await useSettings().settled()
    await useInstrument().ask(call)
  })
}

export const sessionCommands = {
  undo: { group: 'Settings', action: 'Undo the last change of a setting', keys: ['Ctrl+Z'], run: () => step('undo') },
  redo: { group: 'Settings', action: 'Redo it', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], run: () => step('redo') },
  saveSession: {
    group: 'Settings',
    action: 'Save all settings as a session file',
    keys: ['Ctrl+S'],
    inText: true,
    run: () => saveSession(),
  },
} satisfies CommandTable
