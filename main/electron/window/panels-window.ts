// The window of the panels, on another screen than the trace: there is one at most, and it goes with the window of the trace. The page
// of the trace asks for it, and what both say to each other is theirs.
import type { BrowserWindow } from 'electron'

/** What of a window is used; a test brings its own. */
export type PanelsWindow = Pick<BrowserWindow, 'isDestroyed' | 'isMinimized' | 'restore' | 'focus' | 'destroy'>
export interface TraceWindow {
  once(event: 'closed', listener: () => void): unknown
}

/**
 * @param open opens a window at an address of panels
 * @returns opens it, or brings the one that is open to the front
 */
export function panelsBeside(trace: TraceWindow, open: (url: string) => PanelsWindow): (url: string) => void {
  let isOver = false
  let panels: PanelsWindow | null = null
  trace.once('closed', () => {
    isOver = true
    if (panels?.isDestroyed() === false) panels.destroy()
  })
  return (url) => {
    if (isOver) return
    if (panels === null || panels.isDestroyed()) {
      panels = open(url)
      return
    }
    if (panels.isMinimized()) panels.restore()
    panels.focus()
  }
}
