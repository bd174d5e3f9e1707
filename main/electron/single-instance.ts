// One program per user: the ADC is one device. A second start brings the first one's window to the front and ends.
import { app } from 'electron'
import { firstWindow } from './window/front-window.ts'

/** False when another instance runs; the caller then ends. */
export function isFirstInstance(): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', () => {
    const window = firstWindow()
    if (window === undefined) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  return true
}
