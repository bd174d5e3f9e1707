// The desktop front: a window on an instrument, and one for its panels when they are wanted on another screen. Each rule of the window lives in a file of its own; this is the list.
import { fileURLToPath } from 'node:url'
import { app, Menu, session } from 'electron'
import type { WindowPlaces } from '#main/config/index.ts'
import type { Diary } from '#main/diagnostics/index.ts'
import type { ProgramEnd } from '#main/runtime/program-end.ts'
import type { TakeFile } from '#main/server/upload.ts'
import type { InstrumentService } from '#shared/contract/service.ts'
import { isUnderWay } from '#shared/contract/topics/recording.ts'
import { handOverPorts } from './ports/port-handover.ts'
import { pageUrl, servePage } from './security/app-scheme.ts'
import { lockNavigation } from './security/navigation.ts'
import { denyWindows } from './security/outside-links.ts'
import { denyPermissions } from './security/permissions.ts'
import { installMenu } from './shell/menu.ts'
import { keepOnScreen } from './window/back-on-screen.ts'
import { closeWhenSaved } from './window/closing-window.ts'
import { noteCrashes } from './window/crashes.ts'
import { keepPage } from './window/keep-page.ts'
import { keepKiosk } from './window/kiosk.ts'
import { panelsBeside } from './window/panels-window.ts'
import { openPanelsWindow, openWindow } from './window/window.ts'

/** Built files, from dist/main/electron.js. */
const pageFolder = fileURLToPath(new URL('../page', import.meta.url))
const preload = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url))

export interface DesktopOptions {
  /** Takes in a file that the page sends. */
  readonly takeFile: TakeFile
  /** Where the windows were. */
  readonly places: WindowPlaces
  /** What the program notes of itself. */
  readonly diary: Diary
  /** Watches over the end. */
  readonly end: ProgramEnd
  /** The window fills the screen, has no menu, and is left by a chord alone. */
  readonly isKiosk: boolean
}

/**
 * Opens the window on an instrument that is being made; it is shown when that is there. Call once, when the app is ready. Resolves
 * when the page was loaded first.
 */
export async function openDesktop(made: Promise<InstrumentService>, options: DesktopOptions): Promise<void> {
  const { takeFile, places, diary, end, isKiosk } = options
  const { log, deaths } = diary
  /** One that cannot be made is told by who makes it. */
  const onMade = (listener: (service: InstrumentService) => void): void => void made.then(listener, () => undefined)
  noteCrashes(deaths, () => end.isEnding)
  if (isKiosk) Menu.setApplicationMenu(null)
  else {
    const menu = installMenu()
    onMade(({ board }) => board.onChange.on(() => menu.setRecording(isUnderWay(board.state.recording))))
  }
  servePage(pageFolder, takeFile)
  denyPermissions(session.defaultSession)
  handOverPorts(onMade, log)
  app.on('web-contents-created', (_event, contents) => {
    lockNavigation(contents, log)
    denyWindows(contents, log, isKiosk ? null : (url) => openPanels(url))
  })
  const window = openWindow({ preload, places, isKiosk }, onMade)
  const openPanels = panelsBeside(window, (url) => {
    const panels = openPanelsWindow({ preload, places, isKiosk }, window)
    keepOnScreen(panels, 'panels', places, log)
    void keepPage(panels, url, log, deaths)
    return panels
  })
  keepOnScreen(window, 'trace', places, log)
  if (isKiosk) keepKiosk(window, app)
  onMade((service) => {
    const save = async (): Promise<void> => {
      end.watch()
      log.info('the window closes when the recording is written')
      await service.handlers.stop()
      end.step()
    }
    closeWhenSaved(window, () => isUnderWay(service.state().recording), save)
  })
  await keepPage(window, pageUrl, log, deaths)
}
