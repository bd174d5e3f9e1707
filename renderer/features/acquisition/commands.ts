// What keys of this feature do.
import { acquisitionNames, acquisitions } from '#shared/kinds/acquisitions.ts'
import type { CommandTable } from '../../kit/keys/commands.ts'
import { inTurn } from '../../state/in-turn.ts'
import { useInstrument } from '../../state/instrument.ts'

/** From the last one on to the first. */
async function nextMode(): Promise<void> {
  const instrument = useInstrument()
  const mode = instrument.state?.acquisitionMode.kind
  if (mode === undefined) return
  const value = acquisitionNames[(acquisitionNames.indexOf(mode) + 1) % acquisitionNames.length]!
  await instrument.ask('applySettings', { changes: [{ path: 'acquisition.mode', value }] })
}

const modes = Object.values(acquisitions)
  .map(({ name }) => name.toLowerCase())
  .join(', ')

export const acquisitionCommands = {
  nextAcquisitionMode: {
    group: 'Capture',
    action: `Next acquisition mode: ${modes}`,
    keys: ['Shift+A'],
    run: () => inTurn(nextMode),
  },
} satisfies CommandTable
