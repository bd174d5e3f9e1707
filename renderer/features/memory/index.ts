// The whole memory, and the part of it on the screen.
import type { Feature } from '../../kit/feature.ts'
import { memoryCommands } from './commands.ts'
import MemoryBar from './MemoryBar.vue'

export const memory = {
  id: 'memory',
  commands: memoryCommands,
  strip: MemoryBar,
} as const satisfies Feature
