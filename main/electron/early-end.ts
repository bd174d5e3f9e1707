// The first thing the desktop app loads: from here on a signal ends it in order, and so does the end of its launcher.
import { app } from 'electron'
import { ProgramEnd } from '#main/runtime/program-end.ts'
import { speakIntoTheVoid } from '#main/runtime/terminal.ts'

export const end = new ProgramEnd()
// A terminal that is gone is no reason to end: the window is still there.
speakIntoTheVoid()

// Chromium takes the signals for itself while it starts, and lets the second one kill the process.
void app.whenReady().then(() => end.hearAnew())

const launcherIsGone = (): void => end.ask('SIGTERM')
if (process.send !== undefined && !process.connected) launcherIsGone()
else process.once('disconnect', launcherIsGone)
