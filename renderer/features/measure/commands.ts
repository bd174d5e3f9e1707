// What keys and buttons of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { useMeasure } from './use-measure.ts'

export const measureCommands = {
  measure: {
    group: 'Screen',
    action: 'Measurements: show them, or fold them away',
    keys: ['M'],
    run: () => useMeasure().toggle(),
  },
} satisfies CommandTable
