// No page opens a window, but for that of its panels, which main opens. A link that wants one is opened in the user's browser when it
// is on the list.
import { shell, type WebContents } from 'electron'
import type { Log } from '#main/diagnostics/index.ts'
import { isPanelsUrl } from './navigation.ts'

/** Hosts the program links to: documentation of the layers it models. */
const hosts: ReadonlySet<string> = new Set(['docs.kernel.org', 'www.kernel.org', 'analogdevicesinc.github.io'])

/** Whether a link may leave the program: https, a host on the list, no credentials, the usual port. */
export function isOutsideLink(url: string): boolean {
  if (!URL.canParse(url)) return false
  const link = new URL(url)
  return link.protocol === 'https:' && link.port === '' && link.username === '' && hosts.has(link.hostname)
}

/** @param openPanels opens the window of the panels; null: nothing at all is opened, as in a kiosk */
export function denyWindows(contents: WebContents, log: Log, openPanels: ((url: string) => void) | null): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (openPanels !== null && isPanelsUrl(url)) openPanels(url)
    else if (openPanels !== null && isOutsideLink(url)) void shell.openExternal(url)
    else log.warn(`refused to open ${url}`)
    return { action: 'deny' }
  })
}
