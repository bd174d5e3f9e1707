// Any command and any setting by its name.
import type { Feature } from '../../kit/feature.ts'
import CommandPalette from './CommandPalette.vue'
import { paletteCommands } from './commands.ts'

export const palette = { id: 'palette', commands: paletteCommands, layer: CommandPalette } as const satisfies Feature
