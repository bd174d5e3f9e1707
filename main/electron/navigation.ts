// A window shows our page for its whole life. Navigation elsewhere, redirects, and navigation of frames are stopped;
// loading the page again is allowed.
import type { WebContents } from 'electron'
import { pageUrl } from './app-scheme.ts'
import type { Log } from './log.ts'

/** Whether a navigation leads to the page itself (a reload), with or without a fragment. */
export function isReload(url: string): boolean {
  return url.split('#', 1)[0] === pageUrl
}

export function lockNavigation(contents: WebContents, log: Log): void {
  const stop = (event: { url: string; preventDefault(): void }): void => {
    if (isReload(event.url)) return
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
