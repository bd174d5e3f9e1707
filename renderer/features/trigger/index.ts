// What the trace stands still by.
import type { Feature } from '../../kit/feature.ts'
import { triggerCommands } from './commands.ts'
import { triggerMenu } from './menu.ts'
import TriggerPanel from './TriggerPanel.vue'
import TriggerReadout from './TriggerReadout.vue'

export const trigger = {
  id: 'trigger',
  commands: triggerCommands,
  traceMenu: triggerMenu,
  panel: TriggerPanel,
  readouts: [{ id: 'trigger', component: TriggerReadout, width: 122, side: 'left', place: 3, rank: 2 }],
} as const satisfies Feature
