// What keys and buttons of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { useNavigation } from '../../state/use-navigation.ts'

export const memoryCommands = {
  home: { group: 'Time', action: 'Oldest sample in memory', keys: ['Home'], run: () => useNavigation().toOldest() },
  end: {
    group: 'Time',
    action: 'Back to the trigger, or the newest sample',
    keys: ['End'],
    run: () => useNavigation().toNewest(),
  },
} satisfies CommandTable
