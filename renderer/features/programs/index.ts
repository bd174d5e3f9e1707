// Other programs that reach the devices.
import type { Feature } from '../../kit/feature.ts'
import ProgramsPanel from './ProgramsPanel.vue'

export const programs = { id: 'programs', panel: ProgramsPanel } as const satisfies Feature
