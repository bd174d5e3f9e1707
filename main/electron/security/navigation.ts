// A window shows our page for its whole life. Navigation elsewhere, redirects, and navigation of frames are stopped;
// loading the page again is allowed. What Chromium shows without asking is the page keeper's.
import type { WebContents } from 'electron'
import type { Log } from '#main/diagnostics/index.ts'
import { pageUrl } from './app-scheme.ts'

/** Whether an address is that of our page, with or without a fragment. */
export function isOurUrl(url: string): boolean {
  return url.split('#', 1)[0] === pageUrl
}

export function lockNavigation(contents: WebContents, log: Log): void {
  const stop = (event: { url: string; preventDefault(): void }): void => {
    if (isOurUrl(event.url)) return
    event.preventDefault()
    log.warn(`stopped a navigation to ${event.url}`)
  }
  contents.on('will-navigate', stop)
  contents.on('will-redirect', stop)
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) stop(event)
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
