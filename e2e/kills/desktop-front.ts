// A recording in the desktop app, begun with its button.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { launchDesktop } from '../fixtures/desktop.ts'
import { endThread, environmentFor, type Place, type RecordingProgram, recordingsIn, wordsFor } from './front.ts'

/** A limit to the size of files is not for Chromium, which has large ones: such trials need a file system of their own. */
export async function recordInDesktop(place: Place): Promise<RecordingProgram> {
  const { home } = place
  const app = await launchDesktop({ words: wordsFor(place), home, env: environmentFor(place), first: endThread })
  const electron = app.electron!
  const child = electron.process()
  await app.page.getByTestId('record').click()
  const recorded = (): string | undefined => readdirSync(recordingsIn(home)).find((name) => name.endsWith('.raw'))
  while (recorded() === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
  const ended = app.exited.then((code) => code ?? child.signalCode ?? '')
  return {
    child,
    pid: app.pid,
    file: path.join(recordingsIn(home), recorded()!),
    // Standard error is Playwright's: it lets go of the debugger, for which an exit waits, when it reads of it there.
    stopListening: () => child.stdout?.destroy(),
    async losePage() {
      const pageProcess = (): Promise<number> =>
        electron.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0)
      const before = await pageProcess()
      process.kill(before, 'SIGKILL')
      // Another page comes in its place.
      for (let now = before; now === before || now === 0; now = await pageProcess())
        await new Promise((resolve) => setTimeout(resolve, 20))
    },
    ended,
    async release() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}
