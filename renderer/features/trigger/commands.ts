// What keys and buttons of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { inTurn } from '../../state/in-turn.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useLevel } from '../../state/use-level.ts'
import { useView } from '../../state/view.ts'

/** A step of the keyboard. */
const fineDivisions = 0.1

/** Single is a button of its own: it would end the capture. */
async function toggleMode(): Promise<void> {
  const instrument = useInstrument()
  await instrument.ask('setTriggerMode', { mode: instrument.state?.triggerMode === 'auto' ? 'normal' : 'auto' })
}

export const triggerCommands = {
  triggerMode: { group: 'Trigger', action: 'Auto or normal', keys: ['T'], run: () => inTurn(toggleMode) },
  forceTrigger: {
    group: 'Trigger',
    action: 'Force a trigger',
    keys: ['Shift+T'],
    run: () => useInstrument().ask('forceTrigger'),
  },
  levelUp: {
    group: 'Trigger',
    action: 'Raise the level',
    keys: ['Ctrl+ArrowUp'],
    gesture: 'Drag the arrow at the right edge',
    run: () => useLevel().raise(),
  },
  levelDown: {
    group: 'Trigger',
    action: 'Lower the level',
    keys: ['Ctrl+ArrowDown'],
    gesture: 'Double-click the arrow sets 50 %',
    run: () => useLevel().lower(),
  },
  positionLeft: {
    group: 'Trigger',
    action: 'Trigger position left',
    keys: ['Ctrl+ArrowLeft'],
    gesture: 'Drag the marker at the top edge',
    run: () => useView().panBy(fineDivisions),
  },
  positionRight: {
    group: 'Trigger',
    action: 'Trigger position right',
    keys: ['Ctrl+ArrowRight'],
    gesture: 'Double-click the marker centres it',
    run: () => useView().panBy(-fineDivisions),
  },
} satisfies CommandTable
