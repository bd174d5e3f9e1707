// What keys of this feature do.
import type { CommandTable } from '../../kit/keys/commands.ts'
import { inTurn } from '../../state/in-turn.ts'
import { useInstrument } from '../../state/instrument.ts'

/** Captures the next device, or the one before, of those that can be; after the last comes the first. */
async function step(direction: 1 | -1): Promise<void> {
  const instrument = useInstrument()
  const { device, capturable = [] } = instrument.state ?? {}
  if (capturable.length < 2) return
  const at = capturable.findIndex(({ id }) => id === device)
  const next = capturable[(at + direction + capturable.length) % capturable.length]
  if (next !== undefined) await instrument.ask('captureDevice', { device: next.id })
}

/** Id of the field that takes the address of another machine. */
export const addressField = 'add-device-address'

export const devicesCommands = {
  addDevice: {
    group: 'Capture',
    action: 'Add device… of another machine by its address, of this one by local:',
    keys: ['Ctrl+I'],
    gesture: 'The field below the device tree',
    run: () => document.getElementById(addressField)?.focus(),
  },
  nextDevice: {
    group: 'Capture',
    action: 'Capture the next device',
    keys: ['I'],
    gesture: 'Capture, in the device tree',
    run: () => inTurn(() => step(1)),
  },
  previousDevice: {
    group: 'Capture',
    action: 'Capture the device before',
    keys: ['Shift+I'],
    run: () => inTurn(() => step(-1)),
  },
} satisfies CommandTable
