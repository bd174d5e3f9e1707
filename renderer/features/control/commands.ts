// The one command of control.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { useControl } from '../../state/rights/control.ts'

async function takeControl(): Promise<void> {
  const control = useControl()
  if (!control.isMine) await control.take()
}

export const controlCommands = {
  takeControl: {
    group: 'Capture',
    action: 'Take control, where another one is in control: ask for it, or take it back at the machine itself',
    keys: ['Shift+O'],
    run: takeControl,
  },
} satisfies CommandTable
