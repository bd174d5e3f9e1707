// Traces that are kept to compare with.
import type { Feature } from '../../kit/feature.ts'
import { referenceCommands } from './commands.ts'
import { referencesMenu } from './menu.ts'
import ReferencesPanel from './ReferencesPanel.vue'

export const references = {
  id: 'references',
  commands: referenceCommands,
  panel: ReferencesPanel,
  channelMenu: referencesMenu,
} as const satisfies Feature
