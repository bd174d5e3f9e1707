// Named sets of settings, what is locked, and the way back to the beginning.
import type { Feature } from '../../kit/feature.ts'
import { profileCommands } from './commands.ts'
import ProfilesDialog from './ProfilesDialog.vue'

export const profiles = { id: 'profiles', commands: profileCommands, layer: ProfilesDialog } as const satisfies Feature
