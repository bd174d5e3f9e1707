// The time axis.
import type { Feature } from '../../kit/feature.ts'
import { timebaseCommands } from './commands.ts'
import { timebaseMenu } from './menu.ts'
import TimebasePanel from './TimebasePanel.vue'
import TimeReadout from './TimeReadout.vue'
import WindowReadout from './WindowReadout.vue'

export const timebase = {
  id: 'timebase',
  commands: timebaseCommands,
  traceMenu: timebaseMenu,
  panel: TimebasePanel,
  readouts: [
    { id: 'time', component: TimeReadout, width: 84, side: 'left', place: 1, rank: 0 },
    { id: 'window', component: WindowReadout, width: 84, side: 'left', place: 2, rank: 4 },
  ],
} as const satisfies Feature
