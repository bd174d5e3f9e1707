// What keys and buttons of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { inTurn } from '../../state/in-turn.ts'
import { useRecording } from './use-recording.ts'

export const recordingCommands = {
  record: {
    group: 'Capture',
    action: 'Record or end recording',
    keys: ['R'],
    run: () => inTurn(useRecording().toggle),
  },
} satisfies CommandTable
