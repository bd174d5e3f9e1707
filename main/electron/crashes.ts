// Crashes leave a dump on this machine and a line in the log. Nothing is sent anywhere.
import { app, crashReporter, type WebContents } from 'electron'
import type { Log } from './log.ts'

/** Reasons that are no crash: the window was closed, or the process was asked to end. */
const ordinary: ReadonlySet<string> = new Set(['clean-exit', 'killed'])

export function noteCrashes(log: Log): void {
  crashReporter.start({ uploadToServer: false })
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (!ordinary.has(reason)) log.error(`${type} process gone: ${reason}, exit code ${exitCode}`)
  })
}

/** A page that keeps crashing is left alone after this many times. */
const mostRevivals = 3

/** A page that crashed is loaded again: the capture has gone on without it. */
export function reviveAfterCrash(contents: WebContents, log: Log): void {
  let revivals = 0
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (ordinary.has(reason)) return
    const again = revivals++ < mostRevivals
    log.error(`the page's process is gone: ${reason}, exit code ${exitCode}${again ? '; loading the page again' : ''}`)
    if (again) contents.reload()
  })
}
