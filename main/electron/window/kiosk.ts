// A window that fills the screen and is not left by accident: no menu, no close but by a chord or by whoever ends the program.
// What would lead to the system's own windows (a file manager, a dialog, a browser) is not offered in it.
import type { Input, Session, WebContents } from 'electron'

/** What of a window, and of the app, is used; a test brings its own. */
export interface KioskWindow {
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown
  readonly webContents: Pick<WebContents, 'on'> & { readonly session: Pick<Session, 'on'> }
}
export interface KioskApp {
  on(event: 'before-quit', listener: () => void): unknown
  quit(): void
}

type Chord = Pick<Input, 'type' | 'key' | 'control' | 'alt' | 'shift'>

/** Ctrl + Alt + Shift + Q: no hand finds it by leaning on the keyboard. */
export function isWayOut({ type, key, control, alt, shift }: Chord): boolean {
  return type === 'keyDown' && control && alt && shift && key.toLowerCase() === 'q'
}

/** Full screen is not left. */
function isForbidden({ key }: Chord): boolean {
  return key === 'F11'
}

/** Keeps the window until the chord comes or the program ends: a signal and the end of `--for` quit the app. */
export function keepKiosk(window: KioskWindow, app: KioskApp): void {
  let isEnding = false
  app.on('before-quit', () => {
    isEnding = true
  })
  window.on('close', (event) => {
    if (!isEnding) event.preventDefault()
  })
  window.webContents.on('before-input-event', (event, input) => {
    if (isWayOut(input)) {
      event.preventDefault()
      app.quit()
    } else if (isForbidden(input)) event.preventDefault()
  })
  // The system would ask where to save it.
  window.webContents.session.on('will-download', (event) => event.preventDefault())
}
