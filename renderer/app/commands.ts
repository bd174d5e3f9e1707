// Commands of the screen itself.
import type { CommandTable } from '../kit/keys/commands.ts'
import { openMenuByKey } from '../kit/menu/menu.ts'
import { useInstrument } from '../state/instrument.ts'
import { useLayout } from '../state/layout.ts'
import { usePreferences } from '../state/preferences.ts'
import { useView } from '../state/view.ts'

async function clearPersistence(): Promise<void> {
  const instrument = useInstrument()
  if (useView().persistence && instrument.live) await instrument.ask('clearPersistence')
}

function togglePersistence(): void {
  const view = useView()
  view.setPersistence(!view.persistence)
}

function toggleHelp(): void {
  const layout = useLayout()
  layout.helpOpen = !layout.helpOpen
}

/** A browser gives it only to a key or a click. */
const toggleFullScreen = (): Promise<void> =>
  document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen()

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
  frameRate: {
    group: 'Screen',
    action: 'Up to 60 or 30 pictures a second',
    keys: ['Shift+F'],
    run: () => usePreferences().toggleFrameRate(),
  },
  contextMenu: {
    group: 'Screen',
    action: 'Menu of what has the keyboard, or of the trace',
    keys: ['Shift+F10', 'ContextMenu'],
    gesture: 'Right click; a finger that stays',
    run: openMenuByKey,
  },
  fullScreen: { group: 'Screen', action: 'Full screen', keys: ['F11'], run: toggleFullScreen },
  help: { group: 'Screen', action: 'This list', keys: ['?'], run: toggleHelp },
} satisfies CommandTable
