// The user's guide, in the window.
import type { Feature } from '../../kit/feature.ts'
import { guideCommands } from './commands.ts'
import GuideDialog from './GuideDialog.vue'

export const guide = { id: 'guide', commands: guideCommands, layer: GuideDialog } as const satisfies Feature
