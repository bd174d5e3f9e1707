// What keys of this feature do.
import { acquisitionNames } from '#shared/kinds/acquisitions.ts'
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

export const acquisitionCommands = {
  nextAcquisitionMode: {
    group: 'Capture',
    action: 'Next acquisition mode: sample, high resolution, average, envelope',
    keys: ['Shift+A'],
    run: () => inTurn(nextMode),
  },
} satisfies CommandTable
