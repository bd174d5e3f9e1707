// Run, stop, single, auto-set, and how the capture keeps up.
import type { Feature } from '../../kit/feature.ts'
import { runCommand } from '../../kit/keys/commands.ts'
import BlindReadout from './BlindReadout.vue'
import { captureCommands } from './commands.ts'
import RateReadout from './RateReadout.vue'

export const capture = {
  id: 'capture',
  commands: captureCommands,
  traceMenu: () => ({ place: 5, items: [{ text: 'Auto-set', key: 'autoSet', run: () => runCommand('autoSet') }] }),
  readouts: [
    { id: 'rate', component: RateReadout, width: 104, side: 'left', place: 0, rank: 1 },
    { id: 'blind', component: BlindReadout, width: 116, side: 'right', place: 0, rank: 3 },
  ],
} as const satisfies Feature
