// What keys of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { useGuide } from './use-guide.ts'

export const guideCommands = {
  guide: {
    group: 'Screen',
    action: 'The guide: how to use Blockscope',
    keys: ['F1'],
    // A browser would open its own help.
    inText: true,
    run: () => useGuide().toggle(),
  },
} satisfies CommandTable
