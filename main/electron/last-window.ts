// Closing the last window ends the program, on every platform: an oscilloscope that captures unseen would surprise. The
// instrument gets a moment to finish its files; after that the process ends whatever happens.
import { app } from 'electron'
import type { Log } from './log.ts'

/** The instrument has this long to close; everything ends within 2 s of the last window, ms. */
const closeMs = 1500

/** Ends the app after the last window, and runs `close` before the process goes. */
export function endWithLastWindow(close: () => Promise<void>, log: Log): void {
  app.on('window-all-closed', () => app.quit())
  let closing = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (closing) return
    closing = true
    const late = setTimeout(() => {
      log.error(`the instrument did not close within ${closeMs} ms`)
      app.exit(1)
    }, closeMs)
    close().then(
      () => {
        clearTimeout(late)
        app.exit(0)
      },
      (thrown: unknown) => {
        log.error(`closing failed: ${String(thrown)}`)
        app.exit(1)
      },
    )
  })
}
