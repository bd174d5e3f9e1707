// What keys of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { inTurn } from '../../state/in-turn.ts'
import { telling } from '../../state/telling.ts'
import { channelToKeep, keep, removeNewest, turnAll } from './keep.ts'

function keepSelected(): Promise<void> {
  const channel = channelToKeep()
  return channel === null ? Promise.resolve() : telling(keep(channel.id))
}

export const referenceCommands = {
  keepReference: {
    group: 'Screen',
    action: 'Keep what the screen shows of the selected channel as a reference',
    keys: ['K'],
    run: () => inTurn(keepSelected),
  },
  removeReference: {
    group: 'Screen',
    action: 'Remove the newest reference',
    keys: ['Alt+K'],
    run: () => inTurn(() => telling(removeNewest())),
  },
  showReferences: {
    group: 'Screen',
    action: 'Hide all references, or show them again',
    keys: ['Shift+K'],
    run: () => inTurn(turnAll),
  },
} satisfies CommandTable
