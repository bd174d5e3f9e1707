// A window shows our page for its whole life. Navigation elsewhere, redirects, and navigation of frames are stopped;
// loading the page again is allowed. What Chromium shows without asking is the page keeper's.
import type { WebContents } from 'electron'
import type { Log } from '#main/diagnostics/index.ts'
import { panelsPairOf, panelsQuery } from '#shared/port/panels-page.ts'
import { pageUrl } from './app-scheme.ts'

/** Whether an address is that of our page, or of its panels, with or without a fragment. */
export function isOurUrl(url: string): boolean {
  return url.split('#', 1)[0] === pageUrl || isPanelsUrl(url)
}

/** Whether it is that of the panels of a page of ours, and nothing else. */
export function isPanelsUrl(url: string): boolean {
  return url.split('#', 1)[0] === `${pageUrl}${panelsQuery(panelsPairOf(url) ?? '')}`
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
