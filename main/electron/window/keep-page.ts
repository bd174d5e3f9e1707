// What happens to the page of a window, told to its keeper; and what the keeper does, done to the window.
import { app, type BrowserWindow, dialog } from 'electron'
import type { Deaths, Log } from '#main/diagnostics/index.ts'
import { realClock } from '#main/runtime/clock.ts'
import { isOurUrl } from '../security/navigation.ts'
import { PageKeeper } from './page-keeper.ts'

/** Chromium's number for a load that another one replaced. */
const aborted = -3

/**
 * Loads a page of ours into the window, and keeps it there until the window is closed. Resolves when it was loaded first.
 * @param url its address
 */
export async function keepPage(window: BrowserWindow, url: string, log: Log, deaths: Deaths): Promise<void> {
  const { webContents: contents } = window
  const load = async (): Promise<void> => {
    try {
      await contents.loadURL(url)
    } catch (thrown) {
      // A navigation that was stopped meanwhile is reported as the end of the load, which goes on.
      if ((thrown as { code?: unknown }).code !== 'ERR_ABORTED') throw thrown
    }
  }
  const keeper = new PageKeeper(
    {
      load,
      endPage: () => contents.forcefullyCrashRenderer(),
      async ask({ title, detail, offers }, signal) {
        const { response } = await dialog.showMessageBox(window, {
          type: 'warning',
          title: 'Blockscope',
          message: title,
          detail,
          buttons: [...offers],
          cancelId: 0,
          noLink: true,
          signal,
        })
        return signal.aborted ? null : response
      },
      quit: () => app.quit(),
    },
    realClock,
    log,
  )
  contents.on('did-finish-load', () => {
    if (isOurUrl(contents.getURL())) keeper.stands()
  })
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    // A window that was never shown would stay hidden while its page is loaded again.
    if (!window.isDestroyed() && !window.isVisible()) window.show()
    if (reason !== 'clean-exit') deaths.note('page', `${reason}, exit code ${exitCode}`)
    keeper.lost(`${reason}, exit code ${exitCode}`)
  })
  contents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame && code !== aborted) keeper.lost(`it cannot be loaded (${description} ${code})`)
  })
  // Chromium asks nobody before it shows an empty page (about:blank).
  const onShown = (shown: string): void => {
    if (!isOurUrl(shown)) keeper.lost(`it showed ${shown.slice(0, 200)}`)
  }
  contents.on('did-navigate', (_event, shown) => onShown(shown))
  contents.on('did-navigate-in-page', (_event, shown, isMainFrame) => {
    if (isMainFrame) onShown(shown)
  })
  window.on('unresponsive', () => void keeper.hangs())
  window.on('responsive', () => keeper.answers())
  window.once('closed', () => keeper.dispose())
  await load().catch((thrown: unknown) => keeper.lost(`it cannot be loaded (${String(thrown)})`))
}
