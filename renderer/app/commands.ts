// Commands of the screen itself.
import type { CommandTable } from '../kit/keys/commands.ts'
import { useInstrument } from '../state/instrument.ts'
import { useLayout } from '../state/layout.ts'
import { usePreferences } from '../state/preferences.ts'
import { useView } from '../state/view.ts'

/** The map of waveforms begins anew for whoever asks for it again. */
async function clearPersistence(): Promise<void> {
  const instrument = useInstrument()
  const view = useView()
  if (!view.persistence || !instrument.live) return
  await instrument.ask('setView', { ...view.settings, persistence: false })
  await instrument.ask('setView', view.settings)
}

function togglePersistence(): void {
  const view = useView()
  view.setPersistence(!view.persistence)
}

function toggleHelp(): void {
  const layout = useLayout()
  layout.helpOpen = !layout.helpOpen
}

export const screenCommands = {
  persistence: { group: 'Screen', action: 'Persistence on or off', keys: ['Shift+P'], run: togglePersistence },
  clear: { group: 'Screen', action: 'Clear persistence', keys: ['Delete'], run: clearPersistence },
  tree: {
    group: 'Screen',
    action: 'Fold or unfold the device tree',
    keys: ['D'],
    run: () => useLayout().toggle('tree'),
  },
  panels: {
    group: 'Screen',
    action: 'Fold or unfold the settings',
    keys: ['Shift+D'],
    run: () => useLayout().toggle('panels'),
  },
  strip: {
    group: 'Screen',
    action: 'Fold or unfold the strip below the trace',
    keys: ['J'],
    run: () => useLayout().toggleStrip(),
  },
  theme: { group: 'Screen', action: 'Dark or light', keys: ['L'], run: () => usePreferences().toggleTheme() },
  fullScreen: { group: 'Screen', action: 'Full screen', keys: ['F11'], run: null },
  help: { group: 'Screen', action: 'This list', keys: ['?'], run: toggleHelp },
} satisfies CommandTable
