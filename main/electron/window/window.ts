// The window: no Node in the page, the page in its own sandbox, nothing shown before there is something to see.
import { BrowserWindow, type BrowserWindowConstructorOptions, screen } from 'electron'
import type { WindowPlaces } from '#main/config/index.ts'
import { fitToScreens, smallestSize } from './window-state.ts'

/** These are Electron's defaults; written out because the program relies on each of them. */
export const webPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const satisfies BrowserWindowConstructorOptions['webPreferences']

/** The page's background, so that nothing flashes before the first paint. */
const backgroundColor = '#0d1014'
/** Time after the last move or change of size before the place is written down, ms. */
const settleMs = 300

const screensNow = () => screen.getAllDisplays().map((display) => display.workArea)

function rememberPlace(window: BrowserWindow, places: WindowPlaces): void {
  let timer: NodeJS.Timeout | undefined
  const write = (): void => {
    if (window.isDestroyed()) return
    places.write(screensNow(), { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
  }
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(write, settleMs)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('close', () => {
    clearTimeout(timer)
    write()
  })
}

export interface WindowOptions {
  readonly preload: string
  readonly places: WindowPlaces
  /** It fills the screen, with nothing of the system around it. */
  readonly isKiosk: boolean
}

/** Opens the window, with nothing in it yet; it shows itself when there is something to see. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const screens = screensNow()
  const { bounds, isMaximized } = fitToScreens(
    options.places.read(screens) ?? { bounds: null, isMaximized: false },
    screens,
  )
  const window = new BrowserWindow({
    ...smallestSize,
    ...bounds,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor,
    title: 'Blockscope',
    autoHideMenuBar: true,
    kiosk: options.isKiosk,
    useContentSize: bounds === null,
    webPreferences: { ...webPreferences, preload: options.preload },
  })
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  if (!options.isKiosk) rememberPlace(window, options.places)
  return window
}
