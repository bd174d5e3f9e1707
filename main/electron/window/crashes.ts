// Crashes leave a dump on this machine and word of what died. Nothing is sent anywhere.
import path from 'node:path'
import { app, crashReporter } from 'electron'
import { type Deaths, pruneDumps } from '#main/diagnostics/index.ts'

/** Reasons that are no crash: the process had done its work, or the program ends. The page's end is its keeper's. */
const ordinary: ReadonlySet<string> = new Set(['clean-exit'])

/** Folder of crash dumps, beside the log. */
export const dumpsBeside = (logs: string): string => path.join(logs, 'crashes')

/** From now on a process that crashes leaves a dump in `folder`, of which the newest few are kept. Before the app is ready. */
export function keepDumps(folder: string): void {
  try {
    app.setPath('crashDumps', folder)
    crashReporter.start({ uploadToServer: false, compress: false })
    void pruneDumps(folder)
  } catch {
    // A folder that cannot be written: then a crash leaves word of it, and no dump.
  }
}

/** Notes down every helper process that ended; Chromium starts it again when it needs it. */
export function noteCrashes(deaths: Deaths, isEnding: () => boolean): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode, name, serviceName }) => {
    if (ordinary.has(reason) || isEnding()) return
    const which = type === 'GPU' ? '' : `${name ?? serviceName ?? type}: `
    deaths.note(type === 'GPU' ? 'graphics' : 'utility', `${which}${reason}, exit code ${exitCode}`)
    void pruneDumps(app.getPath('crashDumps'))
  })
}

/**
 * After a few ends of the process that draws, Chromium gives up and ends the program, and a recording with it. An
 * oscilloscope had better go on without a picture. Must run before the app is ready.
 */
export function surviveGraphics(): void {
  app.commandLine.appendSwitch('disable-gpu-process-crash-limit')
}

/**
 * The process that draws is a copy of one that Chromium made before this program began, and takes another folder for the home than
 * this one may by now. So it is none. Must run before the app is ready.
 */
export function drawWithinMain(): void {
  app.commandLine.appendSwitch('in-process-gpu')
}
