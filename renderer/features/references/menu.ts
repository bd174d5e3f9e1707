// What the menu of a channel offers about references.
import type { MenuGroup } from '../../kit/menu/menu.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useReferences } from '../../state/references.ts'
import { telling } from '../../state/telling.ts'
import { useView } from '../../state/view.ts'
import { importChosen, keep, mostReferences } from './keep.ts'

export function referencesMenu(id: string): MenuGroup | null {
  const instrument = useInstrument()
  // The math trace is made anew of whatever is in memory: it has no samples of its own to keep.
  if (instrument.enabledChannels.every((one) => one.id !== id)) return null
  const isOff = !instrument.canOperate || useReferences().all.length === mostReferences
  // The key keeps the selected channel.
  const key = useView().selectedChannel === id ? { key: 'keepReference' } : {}
  return {
    place: 5,
    items: [
      { text: 'Keep as a reference', ...key, isOff, run: () => telling(keep(id)) },
      { text: 'Open a file as a reference…', isOff, run: () => telling(importChosen(id)) },
    ],
  }
}
