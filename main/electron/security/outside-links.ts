// No page opens a window. A link that wants one is opened in the user's browser when it is on the list.
import { shell, type WebContents } from 'electron'
import type { Log } from '#main/diagnostics/index.ts'

/** Hosts the program links to: documentation of the layers it models. */
const hosts: ReadonlySet<string> = new Set(['docs.kernel.org', 'www.kernel.org', 'analogdevicesinc.github.io'])

/** Whether a link may leave the program: https, a host on the list, no credentials, the usual port. */
export function isOutsideLink(url: string): boolean {
  if (!URL.canParse(url)) return false
  const link = new URL(url)
  return link.protocol === 'https:' && link.port === '' && link.username === '' && hosts.has(link.hostname)
}

/** @param mayLeave whether links of the list are opened */
export function denyWindows(contents: WebContents, log: Log, mayLeave = true): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (mayLeave && isOutsideLink(url)) void shell.openExternal(url)
    else log.warn(`refused to open ${url}`)
    return { action: 'deny' }
  })
}
