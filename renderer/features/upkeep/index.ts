// What the program says of itself, and recordings that a dead one left.
import type { Feature } from '../../kit/feature.ts'
import { upkeepCommands } from './commands.ts'
import UnfinishedRecordings from './UnfinishedRecordings.vue'

export const upkeep = { id: 'upkeep', commands: upkeepCommands, strip: UnfinishedRecordings } as const satisfies Feature
