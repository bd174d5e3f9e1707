// A recording, its options, and the way to its file.
import type { Feature } from '../../kit/feature.ts'
import { recordingCommands } from './commands.ts'

export const recording = {
  id: 'recording',
  commands: recordingCommands,
} as const satisfies Feature
