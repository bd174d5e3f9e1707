// The zoom window: an overview above, the trace as its detail below.
import type { Feature } from '../../kit/feature.ts'
import { zoomCommands } from './commands.ts'
import ZoomOverview from './ZoomOverview.vue'
import ZoomPanel from './ZoomPanel.vue'

export const zoom = {
  id: 'zoom',
  commands: zoomCommands,
  panel: ZoomPanel,
  above: ZoomOverview,
} as const satisfies Feature
