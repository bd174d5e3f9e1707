// The window that a person has before them: what the system shows (a dialog, a menu's command) belongs to it.
import { BrowserWindow } from 'electron'

/** The window that has the keyboard, else that of the trace, which was the first; undefined: there is none. */
export function frontWindow(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? firstWindow()
}

/** That of the trace; Electron lists windows in no order. */
export function firstWindow(): BrowserWindow | undefined {
  return BrowserWindow.getAllWindows().toSorted((a, b) => a.id - b.id)[0]
}
