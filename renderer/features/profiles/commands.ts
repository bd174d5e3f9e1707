// What keys of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { useProfiles } from './use-profiles.ts'

export const profileCommands = {
  profiles: {
    group: 'Settings',
    action: 'Profiles: save all settings under a name, choose one, put everything back',
    keys: ['Alt+P'],
    inText: true,
    run: () => useProfiles().open(),
  },
} satisfies CommandTable
