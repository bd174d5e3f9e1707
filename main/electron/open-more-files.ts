// A second start brings a file: the window that is there takes it.
import path from 'node:path'
import { app } from 'electron'
import { parseCommandLine } from '#main/cli/index.ts'
import { applySessionFile, assign, type Instrument } from '#main/instrument/index.ts'
import { isOpenable, wordsFor } from './openable.ts'

async function open(instrument: Instrument, file: string): Promise<void> {
  const command = parseCommandLine(wordsFor(file))
  if (command.kind !== 'run') return
  if (command.session !== null) await applySessionFile(instrument, command.session)
  for (const assignment of command.set) await assign(instrument, assignment)
}

/** From now on a file of a later start is opened here; what is wrong with it is said on the screen. */
export function openMoreFiles(instrument: Instrument): void {
  app.on('second-instance', (_event, argv, folder) => {
    // Chromium puts switches of its own between the words.
    const file = argv.slice(1).find(isOpenable)
    if (file === undefined) return
    open(instrument, path.resolve(folder, file)).catch((thrown: unknown) =>
      instrument.remark(thrown instanceof Error ? thrown.message : String(thrown)),
    )
  })
}
