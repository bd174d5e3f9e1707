// Closing the last window ends the program, on every platform: an oscilloscope that captures unseen would surprise. The
// instrument gets its time to finish its files; the watchdog sees to it that the process ends whatever happens.
import { app } from 'electron'
import type { Diary } from '#main/diagnostics/index.ts'
import type { ProgramEnd } from '#main/runtime/program-end.ts'

/** Ends the app after the last window, and runs `close` before the process goes, whoever ends it. What is noted by then is written. */
export function endWithLastWindow(close: () => Promise<void>, end: ProgramEnd, diary: Diary): void {
  app.on('window-all-closed', () => app.quit())
  let closing = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (closing) return
    closing = true
    end.watch()
    void close()
      .then(
        () => 0,
        (thrown: unknown) => {
          diary.log.error(`closing failed: ${String(thrown)}`)
          return 1
        },
      )
      .then(async (code) => {
        await diary.close()
        end.step()
        await end.nothingHangs()
        app.exit(code)
      })
  })
}
