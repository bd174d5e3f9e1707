// What keys of this feature do.
import { segmentSettings } from '#shared/kinds/settings.ts'
import type { CommandTable } from '../../kit/keys/commands.ts'
import { inTurn } from '../../state/in-turn.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useSegments } from './use-segments.ts'

async function turnOverlay(): Promise<void> {
  const instrument = useInstrument()
  const value = (instrument.state?.segments.overlay ?? 0) > 0 ? 0 : segmentSettings['segments.overlay'].most
  await instrument.ask('applySettings', { changes: [{ path: 'segments.overlay', value }] })
}

export const segmentCommands = {
  segmentsOverlay: {
    group: 'Screen',
    action: 'Draw all segments over each other, or only the chosen one',
    keys: ['Shift+G'],
    run: () => inTurn(turnOverlay),
  },
  nextDiffering: {
    group: 'Screen',
    action: 'Choose the first segment behind the chosen one that differs from it',
    keys: ['Shift+N'],
    run: () => inTurn(() => useSegments().chooseDiffering()),
  },
} satisfies CommandTable
