// Who is in control, where several may be.
import type { Feature } from '../../kit/feature.ts'
import ControlStrip from './ControlStrip.vue'
import { controlCommands } from './commands.ts'

export const control = { id: 'control', commands: controlCommands, strip: ControlStrip } as const satisfies Feature
