// The window: no Node in the page, the page in its own sandbox, nothing shown before there is something to see.
import { BrowserWindow, type BrowserWindowConstructorOptions, screen } from 'electron'
import { pageUrl } from './app-scheme.ts'
import { fitToScreens, smallestSize, type WindowStateFile } from './window-state.ts'

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

function rememberPlace(window: BrowserWindow, file: WindowStateFile): void {
  let timer: NodeJS.Timeout | undefined
  const write = (): void => {
    if (!window.isDestroyed()) file.write({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
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

/**
 * Loads the page. When a navigation is stopped before the page has finished loading, Electron reports the load itself as
 * aborted, although the page goes on; that is no reason to end the program.
 */
async function loadPage(window: BrowserWindow): Promise<void> {
  try {
    await window.loadURL(pageUrl)
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code !== 'ERR_ABORTED') throw thrown
  }
}

/** Opens the window. `prepare` sees it before anything is loaded into it. */
export async function openWindow(options: {
  readonly preload: string
  readonly state: WindowStateFile
  readonly prepare: (window: BrowserWindow) => void
}): Promise<BrowserWindow> {
  const screens = screen.getAllDisplays().map((display) => display.workArea)
  const { bounds, isMaximized } = fitToScreens(options.state.read(), screens)
  const window = new BrowserWindow({
    ...smallestSize,
    ...bounds,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor,
    title: 'Blockscope',
    autoHideMenuBar: true,
    useContentSize: bounds === null,
    webPreferences: { ...webPreferences, preload: options.preload },
  })
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  rememberPlace(window, options.state)
  options.prepare(window)
  await loadPage(window)
  return window
}
