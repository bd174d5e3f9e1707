// Displays come and go while the window is open: one that was on a display that is gone comes back onto one that is there.
import { type BrowserWindow, screen } from 'electron'
import type { WindowName, WindowPlaces } from '#main/config/index.ts'
import { backOnScreens, fitToScreens, smallestPanels, smallestSize } from './window-state.ts'

/** Keeps the window where somebody can see it, until it is closed. @param log hears that it was moved */
export function keepOnScreen(
  window: BrowserWindow,
  name: WindowName,
  places: WindowPlaces,
  log: { info(line: string): void },
): void {
  const least = name === 'panels' ? smallestPanels : smallestSize
  const look = (): void => {
    const displays = screen.getAllDisplays()
    const screens = displays.map(({ workArea }) => workArea)
    // A system may have none for a moment, between one and the next.
    if (window.isDestroyed() || screens.length === 0) return
    if (window.isFullScreen() || window.isKiosk()) {
      // It fills the display that it is on now.
      window.setBounds(screen.getDisplayMatching(window.getBounds()).bounds)
      return
    }
    const moved = backOnScreens(window.getNormalBounds(), screens)
    if (moved === null) return
    const known = fitToScreens(places.read(screens, name) ?? { bounds: null, isMaximized: false }, screens, least)
    window.setBounds(known.bounds ?? moved)
    if (known.isMaximized) window.maximize()
    log.info('the window was moved: the display that it was on is gone')
  }
  const changes = ['display-added', 'display-removed', 'display-metrics-changed'] as const
  // Electron's type knows the names one by one only.
  for (const change of changes) screen.on(change as 'display-added', look)
  window.once('closed', () => {
    for (const change of changes) screen.off(change as 'display-added', look)
  })
}
