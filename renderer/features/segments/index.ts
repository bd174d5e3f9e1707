// Records that are kept one behind the other: how many of what, and those that there are.
import type { Feature } from '../../kit/feature.ts'
import { segmentCommands } from './commands.ts'
import SegmentsTab from './SegmentsTab.vue'
import { useSegments } from './use-segments.ts'

export const segments = {
  id: 'segments',
  commands: segmentCommands,
  tab: { id: 'segments', title: 'Segments', component: SegmentsTab, keys: ['G'], isInUse: () => useSegments().isOn },
} as const satisfies Feature
