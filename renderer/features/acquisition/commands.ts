// What keys of this feature do.
import { acquisitionNames, acquisitions } from '#shared/kinds/acquisitions.ts'
import type { CommandTable } from '../../kit/keys/commands.ts'
import { inTurn } from '../../state/in-turn.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'

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

const nextDots = { auto: 'on', on: 'off', off: 'auto' } as const

export const acquisitionCommands = {
  nextAcquisitionMode: {
    group: 'Capture',
    action: `Next acquisition mode: ${modes}`,
    keys: ['Shift+A'],
    run: () => inTurn(nextMode),
  },
  interpolation: {
    group: 'Screen',
    action: 'Join samples by sin(x)/x or straight',
    keys: ['Shift+L'],
    run: () => useView().setDrawing({ interpolation: useView().interpolation === 'sinc' ? 'linear' : 'sinc' }),
  },
  dots: {
    group: 'Screen',
    action: 'Samples as dots: far apart, near too, never',
    keys: ['Shift+S'],
    run: () => useView().setDrawing({ dots: nextDots[useView().dots] }),
  },
} satisfies CommandTable
