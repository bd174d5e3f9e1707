// The one door for messages from pages. Nobody else touches ipcMain. A message is heard only when it comes from the main
// frame of our own page; everything else is dropped and logged.
import { type IpcMainEvent, ipcMain, type WebContents } from 'electron'
import type { Log } from '#main/diagnostics/index.ts'
import { type Disposable, toDisposable } from '#shared/lifecycle.ts'
import { pageOrigin } from '#shared/port/handover.ts'
import { isOurUrl } from './navigation.ts'

/** What of an IPC event decides whether its sender is trusted. */
export interface Sender {
  readonly senderFrame: { readonly origin: string; readonly url: string } | null
  readonly sender: { readonly mainFrame: unknown }
}

/** True for the main frame of a window that shows our page. A frame that navigated away meanwhile is null. */
export function isOurPage(event: Sender): boolean {
  const frame = event.senderFrame
  // An empty page (about:blank) that ours went to has our origin.
  return frame !== null && frame === event.sender.mainFrame && frame.origin === pageOrigin && isOurUrl(frame.url)
}

/** Hears `channel` until disposed. `payload` is untrusted. */
export function listenAtDoor(
  channel: string,
  log: Log,
  listener: (from: WebContents, payload: unknown) => void,
): Disposable {
  const onMessage = (event: IpcMainEvent, ...payload: unknown[]): void => {
    if (isOurPage(event) && payload.length === 1) listener(event.sender, payload[0])
    else log.warn(`dropped a message on ${channel} from ${event.senderFrame?.origin ?? 'a frame that is gone'}`)
  }
  ipcMain.on(channel, onMessage)
  return toDisposable(() => ipcMain.removeListener(channel, onMessage))
}
