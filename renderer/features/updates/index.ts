// Another version of the program.
import type { Feature } from '../../kit/feature.ts'
import type { CommandTable } from '../../kit/keys/commands.ts'
import UpdateDialog from './UpdateDialog.vue'
import { useUpdates } from './use-updates.ts'

const commands = {
  checkUpdates: {
    group: 'Screen',
    action: 'Check for updates of Blockscope',
    keys: ['Shift+U'],
    run: () => void useUpdates().open(),
  },
} satisfies CommandTable

export const updates = { id: 'updates', commands, layer: UpdateDialog } as const satisfies Feature
