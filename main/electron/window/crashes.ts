// Crashes leave a dump on this machine and a line in the log. Nothing is sent anywhere.
import { app, crashReporter } from 'electron'
import type { Log } from '#main/diagnostics/index.ts'

/** Reasons that are no crash: the process had done its work, or the program ends. The page's end is its keeper's. */
const ordinary: ReadonlySet<string> = new Set(['clean-exit'])

/** Notes down every helper process that ended; Chromium starts it again when it needs it. */
export function noteCrashes(log: Log): void {
  crashReporter.start({ uploadToServer: false })
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (!ordinary.has(reason)) log.error(`${type} process gone: ${reason}, exit code ${exitCode}`)
  })
}

/**
 * After a few ends of the process that draws, Chromium gives up and ends the program, and a recording with it. An
 * oscilloscope had better go on without a picture. Must run before the app is ready.
 */
export function surviveGraphics(): void {
  app.commandLine.appendSwitch('disable-gpu-process-crash-limit')
}
