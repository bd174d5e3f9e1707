// Undo, redo, and all settings as a file.
import type { Feature } from '../../kit/feature.ts'
import { sessionCommands } from './commands.ts'

export const session = { id: 'session', commands: sessionCommands } as const satisfies Feature
