// A window: no Node in the page, the page in its own sandbox, nothing shown before there is something to see.
import { BrowserWindow, type BrowserWindowConstructorOptions, screen } from 'electron'
import type { WindowName, WindowPlaces } from '#main/config/index.ts'
import { fitToScreens, onOtherScreen, smallestPanels, smallestSize, type WindowState } from './window-state.ts'

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

function rememberPlace(window: BrowserWindow, name: WindowName, places: WindowPlaces): void {
  let timer: NodeJS.Timeout | undefined
  /** Where it is, as far as that is not written down. */
  let place: WindowState | null = null
  const look = (): void => {
    place = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }
  }
  const write = (): void => {
    clearTimeout(timer)
    if (place !== null) places.write(screensNow(), name, place)
    place = null
  }
  const soon = (): void => {
    look()
    clearTimeout(timer)
    timer = setTimeout(write, settleMs)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('close', () => {
    look()
    write()
  })
  // One that is destroyed tells nothing else.
  window.on('closed', write)
}

export interface WindowOptions {
  readonly preload: string
  readonly places: WindowPlaces
  /** It fills the screen, with nothing of the system around it. */
  readonly isKiosk: boolean
}

/** Calls back at once, or when something has come about. */
type When = (listener: () => void) => void

const atOnce: When = (listener) => listener()

/**
 * Opens the window with the trace, with nothing in it yet; it shows itself when there is something to see.
 * @param mayShow and not before this
 */
export function openWindow(options: WindowOptions, mayShow: When): BrowserWindow {
  const screens = screensNow()
  const state = fitToScreens(options.places.read(screens, 'trace') ?? nowhere, screens)
  const own = { ...smallestSize, minWidth: 960, minHeight: 600, title: 'Blockscope', kiosk: options.isKiosk }
  const window = makeWindow(state, options, own, mayShow)
  if (!options.isKiosk) rememberPlace(window, 'trace', options.places)
  return window
}

/** Of the panels where they never had a window, CSS pixels. */
const usualPanels = { width: 1000, height: 800 }

/** Opens the window of the panels: where it was on these screens, else on another one than `trace`. */
export function openPanelsWindow(options: WindowOptions, trace: BrowserWindow): BrowserWindow {
  const screens = screensNow()
  const first = { bounds: onOtherScreen(trace.getBounds(), screens, usualPanels), isMaximized: false }
  const state = fitToScreens(options.places.read(screens, 'panels') ?? first, screens, smallestPanels)
  const own = { ...usualPanels, minWidth: 480, minHeight: 320, title: 'Blockscope: panels' }
  const window = makeWindow(state, options, own, atOnce)
  rememberPlace(window, 'panels', options.places)
  return window
}

const nowhere: WindowState = { bounds: null, isMaximized: false }

function makeWindow(
  { bounds, isMaximized }: WindowState,
  { preload }: WindowOptions,
  own: BrowserWindowConstructorOptions,
  mayShow: When,
): BrowserWindow {
  const window = new BrowserWindow({
    ...own,
    ...bounds,
    show: false,
    backgroundColor,
    autoHideMenuBar: true,
    useContentSize: bounds === null,
    webPreferences: { ...webPreferences, preload },
  })
  if (isMaximized) window.maximize()
  const show = (): void => {
    if (!window.isDestroyed()) window.show()
  }
  window.once('ready-to-show', () => mayShow(show))
  return window
}
