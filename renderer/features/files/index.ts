// Signal files that a person brings.
import type { Feature } from '../../kit/feature.ts'
import { filesCommands } from './commands.ts'
import FileDrop from './FileDrop.vue'

export const files = {
  id: 'files',
  commands: filesCommands,
  layer: FileDrop,
} as const satisfies Feature
