// How the trace is made of the samples.
import type { Feature } from '../../kit/feature.ts'
import AcquisitionPanel from './AcquisitionPanel.vue'
import { acquisitionCommands } from './commands.ts'

export const acquisition = {
  id: 'acquisition',
  commands: acquisitionCommands,
  panel: AcquisitionPanel,
} as const satisfies Feature
