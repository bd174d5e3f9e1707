// Two cursors over the trace, and what they read.
import type { Feature } from '../../kit/feature.ts'
import CursorOverlay from './CursorOverlay.vue'
import CursorPanel from './CursorPanel.vue'
import { cursorsCommands } from './commands.ts'
import { cursorsMenu } from './menu.ts'

export const cursors = {
  id: 'cursors',
  commands: cursorsCommands,
  traceMenu: cursorsMenu,
  panel: CursorPanel,
  overlay: CursorOverlay,
} as const satisfies Feature
