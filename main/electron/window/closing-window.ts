// A window that is closed while a recording is under way closes when that is saved: what is in memory may take its time,
// and the page shows it. Closed again, it goes at once, and the program goes on saving without it.
import type { BrowserWindow } from 'electron'

/** What of a window is used; a test brings its own. */
export type ClosingWindow = Pick<BrowserWindow, 'close' | 'isDestroyed'> & {
  on(
    event: 'close',
    listener: (event: { preventDefault(): void; readonly defaultPrevented?: boolean }) => void,
  ): unknown
}

/**
 * @param isSaving whether something is to be saved before the window may go
 * @param save begins to; resolves or rejects when there is nothing left to wait for
 */
export function closeWhenSaved(window: ClosingWindow, isSaving: () => boolean, save: () => Promise<unknown>): void {
  let isWaiting = false
  window.on('close', (event) => {
    // A window that stays has nothing to save.
    if (event.defaultPrevented || isWaiting || !isSaving()) return
    isWaiting = true
    event.preventDefault()
    const close = (): void => {
      if (!window.isDestroyed()) window.close()
    }
    save().then(close, close)
  })
}
