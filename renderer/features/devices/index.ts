// The devices of the board: their attributes, and which of them is captured.
import type { Feature } from '../../kit/feature.ts'
import { devicesCommands } from './commands.ts'

export const devices = { id: 'devices', commands: devicesCommands } as const satisfies Feature
